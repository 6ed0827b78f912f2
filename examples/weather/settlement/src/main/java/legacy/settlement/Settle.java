package legacy.settlement;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settles degree-day contracts.
 *
 * <p>Reads daily weather, one flat JSON object per line with {@code date}, {@code temp_max}, {@code
 * temp_min} and perhaps {@code location}, and writes {@code settlement.txt} (per station and month,
 * fixed columns) and {@code totals.csv} (per station).
 *
 * <p>Exit statuses: 0 settled, 2 wrong usage, 3 malformed input, 74 a file could not be read or
 * written.
 */
public class Settle {

    static final int OK = 0;
    static final int USAGE = 2;
    static final int MALFORMED = 3;
    static final int IO_ERROR = 74;

    private static final String TITLE =
            "DEGREE DAY SETTLEMENT   BASE 18.0 C   HEATING 1.25 USD   COOLING 0.80 USD";

    private final Map<String, Account> months = new TreeMap<String, Account>();
    private final Map<String, Account> stations = new TreeMap<String, Account>();

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length != 2) {
            err.println("usage: settle INPUT-FILE OUTPUT-DIRECTORY");
            return USAGE;
        }
        Settle settle = new Settle();
        try {
            int days = settle.read(new File(args[0]));
            settle.write(new File(args[1]));
            out.println("settled " + days + " days of " + settle.stations.size() + " stations");
            return OK;
        } catch (MalformedRecord e) {
            err.println("settle: " + e.getMessage());
            return MALFORMED;
        } catch (IOException e) {
            err.println("settle: " + e);
            return IO_ERROR;
        }
    }

    private int read(File file) throws IOException, MalformedRecord {
        BufferedReader reader = new BufferedReader(new FileReader(file));
        try {
            int number = 0;
            String line = reader.readLine();
            while (line != null) {
                number++;
                add(new DayRecord(line, number));
                line = reader.readLine();
            }
            if (number == 0) {
                throw new MalformedRecord("no records");
            }
            return number;
        } finally {
            reader.close();
        }
    }

    private void add(DayRecord record) throws MalformedRecord {
        String station = record.text("location", "UNKNOWN");
        String month = record.month();
        long twentieths = record.tenths("temp_max") + record.tenths("temp_min");
        account(months, station + "\t" + month).add(twentieths);
        account(stations, station).add(twentieths);
    }

    private static Account account(Map<String, Account> accounts, String key) {
        Account account = accounts.get(key);
        if (account == null) {
            account = new Account();
            accounts.put(key, account);
        }
        return account;
    }

    private void write(File directory) throws IOException {
        PrintWriter report = new PrintWriter(new FileWriter(new File(directory, "settlement.txt")));
        report.print(TITLE + "\n");
        report.print("STATION                  MONTH    DAYS        HDD        CDD       AMOUNT\n");
        Iterator<Map.Entry<String, Account>> lines = months.entrySet().iterator();
        while (lines.hasNext()) {
            Map.Entry<String, Account> line = lines.next();
            int tab = line.getKey().indexOf('\t');
            String station = column(line.getKey().substring(0, tab), 24);
            String month = line.getKey().substring(tab + 1);
            report.print(station + " " + month + line.getValue().columns() + "\n");
        }
        close(report, "settlement.txt");
        writeTotals(directory);
    }

    private void writeTotals(File directory) throws IOException {
        PrintWriter totals = new PrintWriter(new FileWriter(new File(directory, "totals.csv")));
        totals.print("station,days,hdd,cdd,amount\n");
        Iterator<Map.Entry<String, Account>> lines = stations.entrySet().iterator();
        while (lines.hasNext()) {
            Map.Entry<String, Account> line = lines.next();
            totals.print("\"" + line.getKey() + "\"," + line.getValue().values() + "\n");
        }
        close(totals, "totals.csv");
    }

    private static void close(PrintWriter writer, String name) throws IOException {
        writer.close();
        if (writer.checkError()) {
            throw new IOException("cannot write " + name);
        }
    }

    private static String column(String text, int width) {
        StringBuffer padded = new StringBuffer(text);
        while (padded.length() < width) {
            padded.append(' ');
        }
        return padded.substring(0, width);
    }
}
