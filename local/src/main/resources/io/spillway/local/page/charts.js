// Small pictures of numbers. Each has its numbers as text beside it.

import {h, s} from './dom.js';
import {number, share, WORDS, duration, time} from './format.js';

/** One bar of parts, in the order given; parts of nothing are left out. */
export function stackedBar(parts, label) {
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  return h('div', {class: 'bar', role: 'img', 'aria-label': label + ': ' + (parts.filter((part) => part.value).map((part) => number(part.value) + ' ' + part.name).join(', ') || 'none')},
    parts.filter((part) => part.value).map((part) =>
      h('span', {class: 'fill-' + part.name, style: {'flex-grow': String(part.value / whole), 'flex-basis': '3px'}})));
}

/** What the colours of a bar mean, with numbers and shares. */
export function legend(parts) {
  const whole = parts.reduce((sum, part) => sum + part.value, 0);
  return h('ul', {class: 'legend'}, parts.filter((part) => part.value || part.always).map((part) =>
    h('li', {},
      h('span', {class: 'swatch fill-' + part.name, 'aria-hidden': 'true'}),
      h('span', {class: 'legend-name'}, WORDS[part.name]),
      h('span', {class: 'legend-number'}, number(part.value)),
      h('span', {class: 'legend-share'}, share(part.value, whole)))));
}

/** Work items that ended, over time. */
export function throughputChart(throughput) {
  const width = 600;
  const height = 120;
  const {good, bad, span, start} = throughput;
  const all = good.map((value, at) => value + bad[at]);
  const most = Math.max(1, ...all);
  const perSecond = most / (span / 1000);
  const step = width / Math.max(all.length, 12);
  const bars = all.map((value, at) => {
    const tall = (value / most) * (height - 4);
    const red = value ? tall * bad[at] / value : 0;
    return [
      value - bad[at] > 0 && s('rect', {class: 'fill-succeeded', x: at * step, y: height - tall, width: Math.max(1, step - 2), height: tall - red, rx: 2}),
      bad[at] > 0 && s('rect', {class: 'fill-failed', x: at * step, y: height - red, width: Math.max(1, step - 2), height: red, rx: 2}),
    ];
  });
  const peak = perSecond >= 1 ? number(Math.round(perSecond * 10) / 10) + ' a second' : number(Math.round(perSecond * 600) / 10) + ' a minute';
  const ended = all.reduce((sum, value) => sum + value, 0);
  const label = 'Work items that ended, by time: ' + number(ended) + ' over ' + duration(all.length * span) + ', ' + peak + ' at most';
  return h('figure', {class: 'chart'},
    s('svg', {viewBox: '0 0 ' + width + ' ' + height, preserveAspectRatio: 'none', role: 'img', 'aria-label': label},
      [0.25, 0.5, 0.75].map((part) => s('line', {class: 'grid', x1: 0, x2: width, y1: height * part, y2: height * part})),
      s('line', {class: 'axis', x1: 0, x2: width, y1: height, y2: height}),
      bars),
    h('figcaption', {},
      h('span', {}, all.length ? time(start) : ''),
      h('span', {}, all.length ? 'peak ' + peak : 'Nothing has ended yet.'),
      h('span', {}, all.length ? time(start + Math.max(all.length, 12) * span) : '')));
}
