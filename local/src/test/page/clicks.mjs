// From an upload to its lineage, a receipt and back, as a person would go, by mouse and by keyboard.

import {check, open, until} from './browser.mjs';

/**
 * @param goOn starts a run to go on with; nothing for a report, from which nothing can be asked
 */
export async function clickThrough(browser, address, goOn) {
  const page = await open(browser, address);
  await until(page, 'h1', /^Overview$/);
  await until(page, '#tile-Uploads .tile-value', /^14$/);
  check((await page.$$('.node')).length === 6, 'the graph has the uploads and five phases');
  check(await page.$eval('#node-settle', (node) => node.textContent) === 'settle 7 1 refused', 'a phase tells its counts');
  await until(page, '.failures', /leads out of the archive's folder/);

  await page.click('#node-unpack');
  await until(page, '#uploads-count', /^3 of 14 uploads$/);
  check(page.url().endsWith('#/uploads?phase=unpack'), 'the address says what is shown');
  await page.type('#search', 'STATIONS');
  await until(page, '#uploads-count', /^1 of 14 uploads$/);
  await page.click('.space .row:not([hidden]) a');

  await until(page, 'h1', /^stations\.zip$/);
  check(await page.evaluate(() => document.activeElement.id) === 'upload-title', 'focus goes to the heading of what was opened');
  await until(page, '.lead', /51 work items/);
  check((await page.$$('.tree .tree .tree .leaf')).length === 5, 'unpack made what convert made what summarise read, folded after five');
  await page.evaluate(() => document.querySelector('[id^="unfold-"]').click());
  await until(page, '.tree', /seattle|2015-02/);
  check((await page.$$('.leaf')).length === 51, 'unfolded, all work items are there');

  const second = await page.$$('.leaf').then((leaves) => leaves[1]);
  await second.click();
  await until(page, '#receipt-title', /^Receipt: convert$/);
  check(await page.evaluate(() => document.activeElement.id) === 'receipt-title', 'focus goes to the receipt');
  await until(page, '.why', /Csv of [\d.]+ KiB: about \d+ ms at 100 MB\/s/);
  await until(page, '.ledger', /claimed[^]*committing[^]*succeeded[^]*announced/);
  await until(page, '.command code', /\.\/spillway explain s3:\/\/weather-output\/\S+ --pipeline examples\/weather --after unpack/);
  await until(page, '.command code', /head -c 2000 \S+\/outputs\/convert\/incoming\//);
  const deep = page.url();
  await page.goBack();
  await until(page, '#receipt-title', /^Receipt: unpack$/);
  await page.goBack();
  await until(page, '#uploads-count', /^1 of 14 uploads$/);
  check(await page.$eval('#search', (input) => input.value) === 'STATIONS', 'the way back leads to what was searched for');

  await page.goto('about:blank');
  await page.goto(deep);
  await until(page, '#receipt-title', /^Receipt: convert$/);

  await page.goto(address + '#/uploads?status=refused');
  await until(page, '#uploads-count', /^5 of 14 uploads$/);
  await page.focus('.list-scroller');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  check(await page.evaluate(() => document.activeElement.closest('.row').getAttribute('aria-rowindex')) === '5', 'arrow keys go through the list');
  await page.goto(address + '#/uploads?q=hourly-by-mistake');
  await until(page, '#uploads-count', /^1 of 14/);
  await page.focus('.list-scroller');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await until(page, 'h1', /^hourly-by-mistake\.csv$/);
  await until(page, '.trouble', /Refused in phase settle, bad-input/);
  const buttons = await page.$$('button[id^="replay-"]');
  check(buttons.length > 0 === Boolean(goOn), 'there is a button to run it again, but none in a report');
  if (goOn) {
    await buttons[0].click();
    await until(page, '.replay-said', /Cannot run it again: no run .* Start one with/);
    const leaves = (await page.$$('.leaf')).length;
    const run = await goOn();
    try {
      await buttons[0].click();
      await until(page, '.replay-said', /^Phase settle runs again on s3:/);
      await page.waitForFunction((before) => document.querySelectorAll('.leaf').length > before, {}, leaves);
      check((await page.$$('.leaf')).length === leaves + 1, 'the repetition is a work item of its own');
      await page.waitForFunction(() => [...document.querySelectorAll('.leaf-made')].some((each) => /run again since/.test(each.textContent)));
      await page.waitForFunction(() => document.querySelector('button[id^="replay-"][id$="-r1"]'));
      check((await page.$$('button[id^="replay-"]')).length === 1, 'only the newest repetition can be run again');
    } finally {
      await run.close();
    }
  }
  const mistakes = page.mistakes().filter((each) => !(goOn && / 409 /.test(each)));
  check(mistakes.length === 0, 'the page made no mistake but what was refused: ' + mistakes.join('; '));
  await page.close();
}
