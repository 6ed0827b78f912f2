// The phases as a graph: which feeds which, and how many work items stand where.

import {h, s} from './dom.js';
import {number} from './format.js';

const NODE = {width: 172, height: 78};
const GAP = {along: 64, across: 22};
const ENDINGS = ['succeeded', 'ignored', 'refused', 'failed'];

/** The uploads and each phase as one thing with counts, in layers from left to right. */
function nodes(overview) {
  const intake = overview.phases.find((phase) => phase.name === 'intake');
  const phases = overview.phases.filter((phase) => phase !== intake);
  const layer = new Map([['', 0]]);
  // A phase stands after all that feed it; the definition holds no circles, so this comes to rest.
  for (let round = 0; round <= phases.length; round++) {
    for (const phase of phases) {
      layer.set(phase.name, 1 + Math.max(0, ...phase.after.map((other) => layer.get(other) || 0)));
    }
  }
  const root = {
    name: '', title: 'Uploads', layer: 0, after: [], href: '#/uploads', total: overview.uploads,
    active: overview.statuses.uploaded + overview.statuses.waiting + overview.statuses.running,
    endings: {succeeded: overview.statuses.done, ignored: overview.statuses.ignored, refused: overview.statuses.refused, failed: overview.statuses.failed},
    routes: {}, refusedAtIntake: intake ? intake.endings.refused : 0,
  };
  return [root, ...phases.map((phase) => ({
    name: phase.name, title: phase.name, layer: layer.get(phase.name), after: phase.after,
    href: '#/uploads?phase=' + encodeURIComponent(phase.name),
    active: phase.waiting + phase.running, waiting: phase.waiting, running: phase.running,
    endings: phase.endings, routes: phase.routes,
    total: phase.waiting + phase.running + ENDINGS.reduce((sum, ending) => sum + phase.endings[ending], 0),
  }))];
}

/** Gives each node its place; along is the way the work goes. */
function place(all, isUpright) {
  const along = isUpright ? NODE.height : NODE.width;
  const across = isUpright ? NODE.width : NODE.height;
  const layers = [];
  for (const node of all) (layers[node.layer] ||= []).push(node);
  const widest = Math.max(...layers.map((layer) => layer.length));
  const whole = widest * across + (widest - 1) * GAP.across;
  layers.forEach((layer, at) => {
    const own = layer.length * across + (layer.length - 1) * GAP.across;
    layer.forEach((node, index) => {
      const a = at * (along + GAP.along * (isUpright ? 0.7 : 1));
      const b = (whole - own) / 2 + index * (across + GAP.across);
      Object.assign(node, isUpright ? {x: b, y: a} : {x: a, y: b});
    });
  });
  const length = layers.length * along + (layers.length - 1) * GAP.along * (isUpright ? 0.7 : 1);
  return isUpright ? {width: whole, height: length} : {width: length, height: whole};
}

function edge(from, to, isUpright) {
  const [x1, y1] = isUpright ? [from.x + NODE.width / 2, from.y + NODE.height] : [from.x + NODE.width, from.y + NODE.height / 2];
  const [x2, y2] = isUpright ? [to.x + NODE.width / 2, to.y] : [to.x, to.y + NODE.height / 2];
  const bend = isUpright ? (y2 - y1) / 2 : (x2 - x1) / 2;
  const around = to.layer - from.layer > 1 ? (isUpright ? NODE.width : NODE.height) * 0.95 : 0;
  if (around) {
    const swing = isUpright ? `C${x1 + around} ${y1 + bend * 0.5} ${x2 + around} ${y2 - bend * 0.5} ${x2} ${y2}` : `C${x1 + bend * 0.5} ${y1 - around} ${x2 - bend * 0.5} ${y2 - around} ${x2} ${y2}`;
    return line(`M${x1} ${y1}${swing}`, to);
  }
  const path = isUpright
    ? `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`
    : `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  return line(path, to);
}

function line(path, to) {
  const thick = to.total ? Math.min(12, 2 + Math.log2(to.total)) : 1.5;
  return s('path', {class: 'edge' + (to.active ? ' flows' : '') + (to.total ? '' : ' empty'), d: path, 'stroke-width': thick.toFixed(1)});
}

function bar(node) {
  const inner = NODE.width - 24;
  let x = 12;
  const parts = [...ENDINGS.map((name) => [name, node.endings[name]]), ['running', node.active]].filter(([, value]) => value);
  const rects = parts.map(([name, value]) => {
    const wide = Math.max(3, inner * value / node.total);
    const rect = s('rect', {class: 'fill-' + name, x, y: 60, width: Math.min(wide, NODE.width - 12 - x), height: 6, rx: 3});
    x += wide;
    return rect;
  });
  return [s('rect', {class: 'track', x: 12, y: 60, width: inner, height: 6, rx: 3}), rects];
}

function words(node) {
  const parts = [];
  if (node.active) parts.push(number(node.active) + ' active');
  if (node.endings.failed) parts.push(number(node.endings.failed) + ' failed');
  if (node.endings.refused) parts.push(number(node.endings.refused) + ' refused');
  if (!parts.length && node.total) parts.push(Object.entries(node.routes).filter(([, value]) => value).map(([route, value]) => number(value) + ' ' + route).join(' · ') || 'all done');
  return parts.slice(0, 2).join(' · ') || 'nothing yet';
}

function box(node) {
  const trouble = node.endings.failed ? ' has-failed' : '';
  return s('a', {href: node.href, class: 'node' + trouble + (node.name ? '' : ' root'), id: 'node-' + (node.name || 'uploads'), transform: `translate(${node.x} ${node.y})`},
    s('rect', {class: 'box', width: NODE.width, height: NODE.height, rx: 12}),
    s('text', {class: 'node-title', x: 12, y: 26}, node.title.length > 15 ? node.title.slice(0, 14) + '…' : node.title), ' ',
    s('text', {class: 'node-count', x: NODE.width - 12, y: 26}, number(node.total)), ' ',
    s('text', {class: 'node-words', x: 12, y: 47}, words(node)),
    bar(node));
}

/** @param isUpright whether the work goes down, not to the right */
export function phaseGraph(overview, isUpright) {
  const all = nodes(overview);
  const size = place(all, isUpright);
  const byName = new Map(all.map((node) => [node.name, node]));
  const edges = all.flatMap((node) => node.after.filter((name) => byName.has(name)).map((name) => edge(byName.get(name), node, isUpright)));
  const pad = 8;
  return h('div', {class: 'graph', role: 'group', 'aria-label': 'Uploads and phases, each with how many there are'},
    s('svg', {viewBox: `${-pad} ${-pad} ${size.width + 2 * pad} ${size.height + 2 * pad}`, style: {'max-width': (size.width + 2 * pad) * 1.15 + 'px', 'min-width': Math.min(size.width, isUpright ? 250 : size.width * 0.62) + 'px'}}, edges, all.map(box)));
}

/** The same as a table, for who reads numbers rather than pictures. */
export function phaseTable(overview) {
  const head = ['Phase', 'After', 'Waiting', 'Running', 'Succeeded', 'Ignored', 'Refused', 'Failed', 'Inline', 'Batch'];
  return h('div', {class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Phases as a table'},
    h('table', {},
      h('caption', {}, 'Work items of each phase'),
      h('thead', {}, h('tr', {}, head.map((name, at) => h('th', {scope: 'col', class: at > 1 ? 'right' : ''}, name)))),
      h('tbody', {}, overview.phases.map((phase) => h('tr', {},
        h('th', {scope: 'row'}, phase.name),
        h('td', {}, phase.after.map((name) => name || 'uploads').join(', ')),
        [phase.waiting, phase.running, ...ENDINGS.slice(0, 1).map((name) => phase.endings[name]), phase.endings.ignored, phase.endings.refused, phase.endings.failed, phase.routes.inline || 0, phase.routes.batch || 0]
          .map((value) => h('td', {class: 'right'}, number(value))))))));
}
