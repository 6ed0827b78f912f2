// From an upload to its lineage, a receipt and back, as a person would go, by mouse and by keyboard.

import {becomes, check, open, until} from './browser.mjs';

/**
 * @param goOn starts a run to go on with; nothing for a report, from which nothing can be asked
 */
export async function clickThrough(browser, address, goOn) {
  const page = await open(browser, address);
  await until(page, 'h1', /^Overview$/);
  await until(page, '#tile-Uploads .tile-value', /^14$/);
  await becomes(page, 'the graph has the uploads and five phases', () => document.querySelectorAll('.node').length === 6);
  await becomes(page, 'a phase tells its counts', () => document.querySelector('#node-settle')?.textContent === 'settle 7 1 refused');
  await until(page, '.failures', /leads out of the archive's folder/);

  await page.click('#node-unpack');
  await until(page, '#uploads-count', /^3 of 14 uploads$/);
  await becomes(page, 'the address says what is shown', () => location.hash === '#/uploads?phase=unpack');
  await page.type('#search', 'STATIONS');
  await until(page, '#uploads-count', /^1 of 14 uploads$/);
  await page.click('.space .row:not([hidden]) a');

  await until(page, 'h1', /^stations\.zip$/);
  await becomes(page, 'focus goes to the heading of what was opened', () => document.activeElement.id === 'upload-title');
  await until(page, '.lead', /51 work items/);
  await becomes(page, 'unpack made what convert made what summarise read, folded after five', () => document.querySelectorAll('.tree .tree .tree .leaf').length === 5);
  await page.evaluate(() => document.querySelector('[id^="unfold-"]').click());
  await until(page, '.tree', /seattle|2015-02/);
  await becomes(page, 'unfolded, all work items are there', () => document.querySelectorAll('.leaf').length === 51);

  const second = await page.$$('.leaf').then((leaves) => leaves[1]);
  await second.click();
  await until(page, '#receipt-title', /^Receipt: convert$/);
  await becomes(page, 'focus goes to the receipt', () => document.activeElement.id === 'receipt-title');
  await until(page, '.why', /Csv of [\d.]+ KiB: about \d+ ms at 100 MB\/s/);
  await until(page, '.ledger', /claimed[^]*committing[^]*succeeded[^]*announced/);
  await until(page, '.command code', /\.\/spillway explain s3:\/\/weather-output\/\S+ --pipeline examples\/weather --after unpack/);
  await until(page, '.command code', /head -c 2000 \S+\/outputs\/convert\/incoming\//);
  const deep = page.url();
  await page.goBack();
  await until(page, '#receipt-title', /^Receipt: unpack$/);
  await page.goBack();
  await until(page, '#uploads-count', /^1 of 14 uploads$/);
  await becomes(page, 'the way back leads to what was searched for', () => document.querySelector('#search')?.value === 'STATIONS');

  await page.goto('about:blank');
  await page.goto(deep);
  await until(page, '#receipt-title', /^Receipt: convert$/);

  await page.goto(address + '#/uploads?status=refused');
  await until(page, '#uploads-count', /^5 of 14 uploads$/);
  await page.focus('.list-scroller');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await becomes(page, 'arrow keys go through the list', () => document.activeElement.closest('.row')?.getAttribute('aria-rowindex') === '5');
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
      await becomes(page, 'the repetition is a work item of its own', (before) => document.querySelectorAll('.leaf').length === before + 1, leaves);
      await becomes(page, 'the first says that it was run again', () => [...document.querySelectorAll('.leaf-made')].some((each) => /run again since/.test(each.textContent)));
      await becomes(page, 'only the newest repetition can be run again', () => [...document.querySelectorAll('button[id^="replay-"]')].map((each) => each.id.endsWith('-r1')).join() === 'true');
    } finally {
      await run.close();
    }
  }
  const mistakes = page.mistakes().filter((each) => !(goOn && / 409 /.test(each)));
  check(mistakes.length === 0, 'the page made no mistake but what was refused: ' + mistakes.join('; '));
  await page.close();
}
