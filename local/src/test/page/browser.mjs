// What the steps share: a browser, a page that is served, checks that say what failed.

import {spawn} from 'node:child_process';
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import puppeteer from 'puppeteer-core';

const require = createRequire(import.meta.url);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');

// Far more than a page takes, also on a machine with other work.
const PATIENCE_MILLIS = 60_000;

let checks = 0;

/** Counts what holds, and ends the run at what doesn't. */
export function check(holds, what) {
  if (!holds) throw new Error('Not so: ' + what);
  checks++;
}

export function checked() {
  return checks;
}

export function launch() {
  const isRoot = process.getuid && process.getuid() === 0;
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    headless: true,
    // Chromium's sandbox doesn't run as root, as which containers of CI often do.
    args: ['--force-color-profile=srgb', '--hide-scrollbars', ...(isRoot ? ['--no-sandbox'] : [])],
  });
}

/** Starts `./spillway ui` on a state directory. */
export async function serve(directory, state) {
  const child = spawn(path.join(ROOT, 'spillway'), ['ui', directory, '--state', state], {cwd: ROOT, stdio: ['ignore', 'inherit', 'pipe']});
  const address = await new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (data) => {
      said += data;
      const found = /Page: (http:\/\/127\.0\.0\.1:\d+\/)/.exec(said);
      if (found) resolve(found[1]);
    });
    child.on('exit', (status) => reject(new Error('spillway ui ended with ' + status + ': ' + said)));
  });
  return {
    address,
    close: () => new Promise((resolve) => {
      child.removeAllListeners('exit');
      child.on('exit', resolve);
      child.kill('SIGTERM');
    }),
  };
}

/** Starts `./spillway run` on a state directory, and waits until it takes uploads. */
export async function run(directory, state) {
  const child = spawn(path.join(ROOT, 'spillway'), ['run', directory, '--plain', '--state', state], {cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe']});
  await new Promise((resolve, reject) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        said += data;
        if (/outputs go to/.test(said)) resolve();
      });
    }
    child.on('exit', (status) => reject(new Error('spillway run ended with ' + status + ': ' + said)));
  });
  return {
    close: () => new Promise((resolve) => {
      child.removeAllListeners('exit');
      child.on('exit', resolve);
      child.kill('SIGTERM');
    }),
  };
}

/** A tab that ends the run at any mistake of the page. */
export async function open(browser, address, {width = 1280, height = 900, scheme = 'light', motion = 'no-preference'} = {}) {
  const page = await browser.newPage();
  const mistakes = [];
  page.on('pageerror', (error) => mistakes.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') mistakes.push(message.text());
  });
  await page.setViewport({width, height});
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}, {name: 'prefers-reduced-motion', value: motion}]);
  await page.goto(address);
  page.mistakes = () => mistakes;
  return page;
}

/** Waits until a condition holds in a page, which counts as a check, and ends the run where it never does. */
export async function becomes(page, what, condition, ...values) {
  await page.waitForFunction(condition, {timeout: PATIENCE_MILLIS}, ...values).catch(() => {});
  check(await page.evaluate(condition, ...values), what);
}

/** Waits for text of a page that a selector finds. */
export async function until(page, selector, pattern) {
  const source = pattern.source;
  try {
    await page.waitForFunction((one, text) => [...document.querySelectorAll(one)].some((element) => new RegExp(text).test(element.textContent)), {timeout: PATIENCE_MILLIS}, selector, source);
  } catch {
    const there = await page.$$eval(selector, (elements) => elements.map((element) => element.textContent).join(' | ').slice(0, 500));
    throw new Error('No ' + selector + ' says ' + pattern + ' at ' + page.url() + '. There is: ' + there);
  }
}

/** Fails at findings of axe-core that are serious or critical; answers the names of all others. */
export async function accessible(page, where) {
  await page.evaluate(AXE + ';0');
  const {violations} = await page.evaluate(() => window.axe.run(document, {resultTypes: ['violations']}));
  const grave = violations.filter((each) => each.impact === 'serious' || each.impact === 'critical');
  check(grave.length === 0, 'axe-core finds nothing serious in ' + where + ': ' + JSON.stringify(grave.map((each) => [each.id, each.nodes.slice(0, 4).map((node) => [node.target, node.failureSummary])]), null, 1));
  return violations.map((each) => each.id + ' (' + each.impact + ')');
}

export function pause(millis) {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
