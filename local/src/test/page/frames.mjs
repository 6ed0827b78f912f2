// Ten thousand uploads: how long frames take while they come in, and while somebody scrolls.

import {appendFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createHash} from 'node:crypto';
import path from 'node:path';
import {check, open, pause, serve, until} from './browser.mjs';

const UPLOADS = 10000;
const AT_ONCE = 250;

/** The events of a small upload of a real run, as those of another upload. */
function disguised(line, at) {
  const name = 'incoming/many/' + String(at).padStart(5, '0') + ' ünd + 100%.csv';
  const text = line.replaceAll('incoming/all-stations.csv', name);
  return text.replace(/\b[0-9a-f]{32}\b/g, (id) => createHash('md5').update(id + at).digest('hex'));
}

function spread(times) {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))].toFixed(1);
  return sorted.length + ' frames: median ' + at(0.5) + ' ms, p95 ' + at(0.95) + ' ms, max ' + at(1) + ' ms';
}

async function record(page) {
  await page.evaluate(() => {
    window.frames_ = [];
    let last = performance.now();
    const tick = (now) => {
      window.frames_.push(now - last);
      last = now;
      window.asked = requestAnimationFrame(tick);
    };
    window.asked = requestAnimationFrame(tick);
  });
  return () => page.evaluate(() => {
    cancelAnimationFrame(window.asked);
    return window.frames_.slice(1);
  });
}

async function scroll(page) {
  await page.evaluate(async () => {
    const list = document.querySelector('.list-scroller');
    for (let at = 0; at < 180; at++) {
      list.scrollTop += at < 120 ? 600 : -900;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
}

export async function tenThousand(browser, directory, of, scratch) {
  const state = path.join(scratch, 'many');
  mkdirSync(state);
  const lines = readFileSync(path.join(of, 'events.jsonl'), 'utf8').split('\n').filter((line) => line.includes('"name":"incoming/all-stations.csv'));
  check(lines.length >= 2, 'the real run has an upload to go by');
  const file = path.join(state, 'events.jsonl');
  writeFileSync(file, '');
  const server = await serve(directory, state);
  try {
    const page = await open(browser, server.address + '#/uploads');
    await until(page, 'h1', /^Uploads$/);
    const idle = await record(page);
    await pause(2000);
    console.log('frames, idle                 ' + spread(await idle()));

    const streaming = await record(page);
    for (let first = 0; first < UPLOADS; first += AT_ONCE) {
      let text = '';
      for (let at = first; at < first + AT_ONCE; at++) for (const line of lines) text += disguised(line, at) + '\n';
      appendFileSync(file, text);
      await pause(100);
    }
    await until(page, '#uploads-count', /^10,000 uploads$/);
    console.log('frames, 10,000 come in       ' + spread(await streaming()));

    const scrolling = await record(page);
    await scroll(page);
    console.log('frames, scrolling 10,000     ' + spread(await scrolling()));

    // The same uploads are told of again and again while somebody scrolls.
    let isOver = false;
    const stream = (async () => {
      for (let round = 0; !isOver; round++) {
        let text = '';
        for (let at = 0; at < AT_ONCE; at++) text += disguised(lines[0], UPLOADS + round * AT_ONCE + at) + '\n';
        appendFileSync(file, text);
        await pause(150);
      }
    })();
    const both = await record(page);
    await scroll(page);
    console.log('frames, both at once         ' + spread(await both()));
    isOver = true;
    await stream;

    const rows = await page.$$eval('.space .row', (all) => all.length);
    console.log('row elements for all of them ' + rows);
    check(rows < 100, 'only rows in sight are elements: ' + rows);
    await page.type('#search', '09999 ünd');
    await until(page, '#uploads-count', /^1 of 1\d,\d+ uploads$/);
    const heap = await page.evaluate(() => performance.memory.usedJSHeapSize);
    console.log('JavaScript heap              ' + (heap / 1048576).toFixed(1) + ' MiB');
    check(page.mistakes().length === 0, 'the page made no mistake: ' + page.mistakes().join('; '));
    await page.close();
  } finally {
    await server.close();
  }
}
