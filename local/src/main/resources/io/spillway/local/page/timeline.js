// Who waited for what: each work item of an upload on one axis of time.

import {h} from './dom.js';
import {count, duration, printable, WORDS} from './format.js';

const MOST = 40;

/**
 * The spans of each item, in milliseconds since 1970: waited for the function or for a job, worked,
 * committed.
 */
export function spans(story, now) {
  const ends = new Map(story.items.filter((item) => item.status !== 'running' && item.status !== 'waiting').map((item) => [item.id, item.told]));
  return story.items.map((item) => {
    const ready = Math.min(ends.get(item.parent) ?? story.arrived ?? item.routed ?? item.started ?? item.told, item.routed ?? item.started ?? item.told);
    const end = ends.get(item.id) ?? now;
    const parts = [];
    const add = (kind, from, to) => {
      if (to > from) parts.push({kind, from, to});
    };
    const began = Math.min(item.started ?? end, end);
    if (item.routed) {
      add('queue', ready, item.routed);
      add('job', item.routed, began);
    } else {
      add(item.started ? 'queue' : 'attempt', ready, began);
    }
    if (item.started) {
      const done = item.usage ? Math.min(end, item.started + item.usage.milliseconds) : end;
      add('attempt', began, done);
      add('commit', done, end);
    }
    return {item, from: ready, to: end, parts};
  });
}

export const KINDS = {
  queue: 'Waited for the function',
  job: 'Waited for a job',
  attempt: 'Worked',
  commit: 'Committed and told',
};

function sum(parts, kinds) {
  return parts.filter((part) => kinds.includes(part.kind)).reduce((total, part) => total + part.to - part.from, 0);
}

function ticks(length) {
  const steps = [10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 3e4, 6e4, 3e5, 6e5, 18e5, 36e5, 216e5, 864e5];
  const step = steps.find((each) => length / each <= 6) ?? length / 6;
  return Array.from({length: Math.floor(length / step) + 1}, (_, at) => at * step);
}

/** A table whose middle column is the picture. */
export function timeline(story, now, isUnfolded, unfold) {
  const all = spans(story, now).sort((one, other) => one.from - other.from || one.to - other.to);
  if (!all.length) return h('p', {class: 'calm'}, 'Nothing has happened to it yet.');
  const start = Math.min(...all.map((each) => each.from));
  const length = Math.max(1, ...all.map((each) => each.to - start));
  const shown = isUnfolded ? all : all.slice(0, MOST);
  const percent = (value) => (100 * value / length).toFixed(3) + '%';
  const axis = ticks(length);
  const row = ({item, parts}) => h('tr', {},
    h('th', {scope: 'row'}, h('a', {href: '#/upload/' + story.id + '/' + item.id, class: 'span-name', id: 'span-' + item.id},
      h('span', {class: 'span-phase'}, item.phase), ' ', h('bdi', {class: 'quiet'}, printable(item.name.slice(item.name.lastIndexOf('/') + 1))))),
    h('td', {class: 'lane', 'aria-hidden': 'true'}, h('div', {class: 'lane-inner'},
      axis.map((at) => h('i', {class: 'tick', style: {left: percent(at)}})),
      parts.map((part) => h('span', {class: 'span span-' + part.kind + ' is-' + item.status, title: KINDS[part.kind] + ' ' + duration(part.to - part.from), style: {left: percent(part.from - start), width: percent(part.to - part.from)}})))),
    h('td', {class: 'right'}, duration(sum(parts, ['queue', 'job']))),
    h('td', {class: 'right'}, duration(sum(parts, ['attempt', 'commit']))));
  return [
    h('ul', {class: 'legend inline-legend'}, Object.entries(KINDS).map(([kind, name]) => h('li', {}, h('span', {class: 'swatch span-' + kind, 'aria-hidden': 'true'}), name))),
    h('div', {class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Waits and work, scrollable'},
      h('table', {class: 'timeline'},
        h('caption', {class: 'unseen'}, 'How long each work item waited and worked, in the order in which their inputs were there'),
        h('thead', {}, h('tr', {},
          h('th', {scope: 'col'}, 'Work item'),
          h('th', {scope: 'col', class: 'lane'}, h('span', {class: 'unseen'}, 'Picture'), h('div', {class: 'lane-inner', 'aria-hidden': 'true'}, axis.map((at) => h('span', {class: 'tick-name', style: {left: percent(at)}}, at ? '+' + duration(at) : '0')))),
          h('th', {scope: 'col', class: 'right'}, 'Waited'), h('th', {scope: 'col', class: 'right'}, 'Worked'))),
        h('tbody', {}, shown.map(row)))),
    all.length > shown.length && h('button', {type: 'button', id: 'unfold-timeline', onclick: unfold}, 'Show all ' + count(all.length, 'work item')),
  ];
}

/** Where the time of an upload went, in a sentence. */
export function whereTimeWent(story, now) {
  const all = spans(story, now);
  if (!all.length) return '';
  const whole = Math.max(...all.map((each) => each.to)) - Math.min(...all.map((each) => each.from));
  const longest = all.flatMap((each) => each.parts.map((part) => ({...part, item: each.item}))).sort((one, other) => other.to - other.from - (one.to - one.from))[0];
  if (!longest) return '';
  const what = {queue: 'waiting for the function', job: 'waiting for a job', attempt: 'work', commit: 'committing'}[longest.kind];
  return duration(whole) + ' from arrival to the last end. The longest part: ' + duration(longest.to - longest.from) + ' of ' + what + ' in phase ' + longest.item.phase + '.';
}
