// The view of one upload: what came of it, when, and the receipt of each step.

import {h, replace, setText} from './dom.js';
import {bytes, count, duration, lines, number, printable, split, time, WORDS} from './format.js';
import {timeline, whereTimeWent} from './timeline.js';
import {failureBox, showReceipt} from './receipt.js';

const FOLDED = 5;
const STEP = 100;
const REFRESH_MILLIS = 1000;

function children(items) {
  const known = new Set(items.map((item) => item.id));
  const all = new Map();
  for (const item of items) {
    const parent = known.has(item.parent) ? item.parent : '';
    if (!all.has(parent)) all.set(parent, []);
    all.get(parent).push(item);
  }
  return all;
}

/** The items beneath one, those with trouble first where they are folded. */
function branch(parent, tree, view) {
  const items = tree.get(parent);
  if (!items) return null;
  const sorted = [...items].sort((one, other) => trouble(other) - trouble(one));
  const wanted = view.unfolded.get(parent) || FOLDED;
  const selected = sorted.findIndex((item) => contains(item, view.item, tree));
  const shown = Math.max(wanted, selected + 1);
  const rest = sorted.slice(shown);
  return h('ul', {class: 'tree'},
    sorted.slice(0, shown).map((item) => h('li', {}, leaf(item, view), branch(item.id, tree, view))),
    rest.length > 0 && h('li', {}, h('button', {type: 'button', class: 'small', id: 'unfold-' + parent, onclick: () => {
      view.unfolded.set(parent, shown + STEP);
      view.draw();
    }}, 'Show ' + number(Math.min(STEP, rest.length)) + (rest.length > STEP ? ' of ' + number(rest.length) : '') + ' more'), h('span', {class: 'quiet'}, ' ' + tally(rest))));
}

function trouble(item) {
  if (item.again) return 0;
  return {failed: 3, refused: 2, running: 1, waiting: 1}[item.status] || 0;
}

function contains(item, id, tree) {
  if (!id) return false;
  return item.id === id || (tree.get(item.id) || []).some((child) => contains(child, id, tree));
}

function tally(items) {
  const by = new Map();
  for (const item of items) by.set(item.status, (by.get(item.status) || 0) + 1);
  return [...by].map(([status, value]) => number(value) + ' ' + status).join(', ');
}

function took(item) {
  if (item.usage) return duration(item.usage.milliseconds);
  if (item.total > 0) return Math.floor(100 * item.done / item.total) + ' %';
  return '';
}

function leaf(item, view) {
  const name = item.name.slice(item.name.lastIndexOf('/') + 1);
  const made = item.outputs ? count(item.outputs.count, 'output') : item.error ? item.error.kind + (item.again ? ', run again since' : '') : '';
  return h('a', {class: 'leaf' + (item.id === view.item ? ' selected' : ''), href: '#/upload/' + view.story.id + '/' + item.id, id: 'leaf-' + item.id, 'aria-current': item.id === view.item ? 'true' : null},
    h('span', {class: 'leaf-mark mark-' + item.status, 'aria-hidden': 'true'}),
    h('span', {class: 'leaf-phase'}, item.phase === 'intake' ? 'before any phase' : item.phase),
    h('span', {class: 'chip chip-' + item.route.route}, WORDS[item.route.route]),
    h('span', {class: 'unseen'}, WORDS[item.status] + ', '),
    h('bdi', {class: 'leaf-name'}, printable(name)),
    h('span', {class: 'quiet leaf-made'}, [made, took(item)].filter(Boolean).join(' · ')));
}

function noticeBox(notice) {
  return h('div', {class: 'trouble trouble-' + notice.status},
    h('p', {class: 'trouble-head'}, h('strong', {}, WORDS[notice.status]), (notice.phase ? ' in phase ' + notice.phase : ' before any phase') + ', ' + time(notice.time)),
    h('p', {class: 'message'}, lines(notice.reason)),
    h('p', {class: 'message'}, lines(notice.remedy)));
}

function head(story, row) {
  const [folder, name] = split(story.object.key);
  return [
    h('nav', {class: 'crumbs', 'aria-label': 'Way back'}, h('a', {href: '#/uploads'}, 'Uploads'), h('span', {'aria-hidden': 'true'}, ' / '), h('bdi', {}, folder)),
    h('div', {class: 'head-line'},
      h('h1', {tabindex: -1, id: 'upload-title', class: 'key'}, h('bdi', {}, name)),
      h('span', {class: 'chip chip-large chip-' + row.status}, WORDS[row.status])),
    h('p', {class: 'lead'}, [bytes(story.object.size), story.arrived ? 'arrived ' + time(story.arrived) : 'first heard of ' + time(row.begun), count(story.count, 'work item')].join(' · ')),
  ];
}

/** Shows the view in an element; returns what ends it, and how to go to another work item of it. */
export function uploadView(main, {model, source, announce, id, item}) {
  const headPart = h('div', {}, h('h1', {tabindex: -1, id: 'upload-title'}, 'Upload'));
  const problems = h('div', {class: 'problems'});
  const tree = h('div', {class: 'card-body'});
  const went = h('p', {class: 'quiet'});
  const times = h('div', {class: 'card-body'});
  const receipt = h('section', {class: 'card receipt', 'aria-labelledby': 'receipt-title'});
  replace(main, headPart, problems,
    h('div', {class: 'upload-columns'},
      h('div', {class: 'stack'},
        h('section', {class: 'card', 'aria-labelledby': 'lineage-title'}, h('h2', {id: 'lineage-title'}, 'Lineage'), tree),
        h('section', {class: 'card', 'aria-labelledby': 'timeline-title'}, h('h2', {id: 'timeline-title'}, 'Timeline'), went, times)),
      receipt));
  let isEnded = false;
  let fetched = -1;
  let asking = false;
  let timer = 0;
  let isUnfolded = false;
  let shownReceipt = '';
  const view = {story: null, item, unfolded: new Map(), draw: () => draw()};

  const draw = () => {
    const {story} = view;
    if (!story) return;
    const row = model.byId.get(id) || {status: 'uploaded', begun: story.arrived || 0};
    replace(headPart, head(story, row));
    const bad = story.items.filter((each) => each.error && !each.again);
    replace(problems, story.notice && noticeBox(story.notice), !view.item && bad.slice(0, 3).map((each) => failureBox(each, id, model.run, source.replay)));
    const branches = branch('', children(story.items), view);
    replace(tree, branches || h('p', {class: 'calm'}, 'Nothing has been told of it yet. If this lasts for minutes, its event may have been lost.'),
      story.count > story.items.length && h('p', {class: 'quiet'}, 'Shown are the first ' + number(story.items.length) + ' of ' + count(story.count, 'work item') + '.'));
    const now = model.run.live ? Date.now() : model.run.written;
    setText(went, whereTimeWent(story, now));
    replace(times, timeline(story, now, isUnfolded, () => {
      isUnfolded = true;
      draw();
    }));
    drawReceipt();
  };

  const drawReceipt = () => {
    const {items} = view.story;
    const chosen = items.find((each) => each.id === view.item) || items.find((each) => each.error && !each.again) || items[0];
    receipt.hidden = !chosen;
    if (!chosen) return;
    const stamp = JSON.stringify([chosen, Boolean(view.item)]);
    if (stamp === shownReceipt) return;
    shownReceipt = stamp;
    showReceipt(receipt, chosen, {upload: id, run: model.run, source, showsFailure: Boolean(view.item) || items.filter((each) => each.error && !each.again).indexOf(chosen) >= 3, after: items.find((each) => each.id === chosen.parent)?.phase});
  };

  const refresh = async () => {
    timer = undefined;
    const row = model.byId.get(id);
    if (asking || isEnded || !model.isComplete || (row ? row.version : 0) === fetched) return;
    asking = true;
    const version = row ? row.version : 0;
    try {
      const story = await source.upload(id);
      if (isEnded) return;
      view.story = story;
      fetched = version;
      draw();
      announce('Upload ' + printable(story.object.key) + ': ' + WORDS[(row || {}).status || 'uploaded'] + ', ' + count(story.count, 'work item') + '.');
    } catch (failure) {
      fetched = version;
      if (!view.story && !isEnded) replace(problems, h('p', {class: 'calm card'}, printable(failure.message)));
    } finally {
      asking = false;
      timer = setTimeout(refresh, REFRESH_MILLIS);
    }
  };
  const end = model.listen(() => {
    if (!timer) refresh();
  });
  refresh();
  return {
    get heading() {
      return document.getElementById('upload-title');
    },
    title: 'Upload',
    go: (other) => {
      view.item = other;
      draw();
      if (other) document.getElementById('receipt-title')?.focus();
    },
    end: () => {
      isEnded = true;
      clearTimeout(timer);
      end();
    },
  };
}
