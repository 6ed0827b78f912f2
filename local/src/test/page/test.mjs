// Usage: test.mjs DIRECTORY STATE REPORT [--screenshots]
// DIRECTORY is examples/weather, STATE that of a run of it which has ended, REPORT the file it wrote.

import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {accessible, check, checked, launch, open, pause, ROOT, run, serve, until} from './browser.mjs';
import {clickThrough} from './clicks.mjs';
import {tenThousand} from './frames.mjs';

const [directory, state, report] = process.argv.slice(2);
const wantsPictures = process.argv.includes('--screenshots');
const PICTURES = path.join(ROOT, 'docs/images');

/** The views of a page, by what they show. */
async function views(browser, address) {
  const page = await open(browser, address + '#/uploads?q=stations.zip');
  await until(page, '.space .row:not([hidden])', /stations\.zip/);
  const upload = await page.$eval('.space .row:not([hidden]) a', (link) => link.getAttribute('href'));
  await page.goto(address + '#/uploads?q=hourly-by-mistake');
  await until(page, '.space .row:not([hidden])', /hourly-by-mistake/);
  const refused = await page.$eval('.space .row:not([hidden]) a', (link) => link.getAttribute('href'));
  await page.close();
  return {overview: '#/', uploads: '#/uploads', upload, refused};
}

const SHOWN = {overview: ['h1', /^Overview$/], uploads: ['h1', /^Uploads$/], upload: ['.ledger', /announced/], refused: ['.ledger', /announced/]};

/** Each view, light and dark, wide and on the smallest phone. */
async function everywhere(browser, address, name) {
  const minor = new Set();
  for (const [view, hash] of Object.entries(await views(browser, address))) {
    for (const scheme of ['light', 'dark']) {
      for (const width of [1280, 320]) {
        const page = await open(browser, address + hash, {width, scheme, motion: 'reduce'});
        await until(page, ...SHOWN[view]);
        const where = [name, view, scheme, width + ' px'].join(', ');
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        check(over <= 0, 'nothing is wider than the screen in ' + where + ', but by ' + over + ' px');
        (await accessible(page, where)).forEach((each) => minor.add(each));
        check(page.mistakes().length === 0, 'the page made no mistake in ' + where + ': ' + page.mistakes().join('; '));
        await page.close();
      }
    }
  }
  console.log('axe-core, ' + name + ': nothing serious in 16 views' + (minor.size ? '; minor: ' + [...minor].join(', ') : ''));
}

/** A report asks for nothing but itself. */
async function alone(browser, address) {
  const page = await browser.newPage();
  const asked = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) asked.push(request.url());
  });
  await page.goto(address);
  await until(page, '#tile-Uploads .tile-value', /^14$/);
  check(asked.length === 1, 'the report asks for nothing beside itself: ' + asked.join(', '));
  await page.close();
}

async function pictures(browser, address) {
  mkdirSync(PICTURES, {recursive: true});
  const found = await views(browser, address);
  const take = async (name, view, options) => {
    const page = await open(browser, address + found[view], {motion: 'reduce', ...options});
    await until(page, ...SHOWN[view]);
    await pause(300);
    await page.screenshot({path: path.join(PICTURES, 'page-' + name + '.png'), optimizeForSpeed: false});
    await page.close();
  };
  await take('overview-light', 'overview', {width: 1200, height: 1180});
  await take('overview-dark', 'overview', {width: 1200, height: 1180, scheme: 'dark'});
  await take('upload-light', 'upload', {width: 1200, height: 980});
  await take('upload-dark', 'refused', {width: 1200, height: 980, scheme: 'dark'});
  await take('uploads-light', 'uploads', {width: 1200, height: 800});
  await take('overview-phone', 'overview', {width: 360, height: 780});
  await take('upload-phone', 'refused', {width: 360, height: 780, scheme: 'dark'});
}

const scratch = mkdtempSync(path.join(tmpdir(), 'page-'));
const browser = await launch();
try {
  const server = await serve(directory, state);
  try {
    if (wantsPictures) await pictures(browser, server.address);
    await everywhere(browser, server.address, 'live page');
    await clickThrough(browser, server.address, () => run(directory, state));
    console.log('clicked through the live page');
  } finally {
    await server.close();
  }
  const file = pathToFileURL(report).href;
  await alone(browser, file);
  await everywhere(browser, file, 'report');
  await clickThrough(browser, file);
  console.log('clicked through the report');
  await tenThousand(browser, directory, state, scratch);
  console.log(checked() + ' checks passed');
} finally {
  await browser.close();
  rmSync(scratch, {recursive: true, force: true});
}
