// The list of all uploads. However many there are, only the rows in sight are elements.

import {everyFrame, h, replace, setText} from './dom.js';
import {bytes, count, duration, number, split, time, WORDS} from './format.js';

const BEYOND = 8;
const STATUSES = ['active', 'uploaded', 'waiting', 'running', 'done', 'ignored', 'refused', 'failed', 'stuck'];
const REFILTER_MILLIS = 250;

function isWanted(row, filter) {
  if (filter.q && !row.lower.includes(filter.q)) return false;
  if (filter.phase && !row.phases.includes(filter.phase)) return false;
  if (!filter.status) return true;
  if (filter.status === 'active') return ['uploaded', 'waiting', 'running', 'stuck'].includes(row.status);
  return row.status === filter.status;
}

/** One line of the list; it is used again for other uploads. */
class Line {
  constructor() {
    this.folder = h('span', {class: 'quiet'});
    this.name = h('span', {});
    this.key = h('a', {class: 'row-link'}, h('bdi', {}, this.folder, this.name));
    this.chip = h('span', {class: 'chip'});
    this.phase = h('span', {role: 'cell', class: 'cell-phase'});
    this.items = h('span', {role: 'cell', class: 'cell-items'});
    this.size = h('span', {role: 'cell', class: 'cell-size'});
    this.when = h('span', {role: 'cell', class: 'cell-when'});
    this.element = h('div', {role: 'row', class: 'row'},
      h('span', {role: 'cell', class: 'cell-status'}, this.chip),
      h('span', {role: 'cell', class: 'cell-key'}, this.key),
      this.phase, this.items, this.size, this.when);
    this.shown = null;
    this.version = -1;
  }

  show(row, index, top) {
    if (this.index !== index) {
      this.index = index;
      this.element.setAttribute('aria-rowindex', index + 2);
      this.element.style.transform = 'translateY(' + top + 'px)';
    }
    if (this.shown === row && this.version === row.version) return;
    if (this.shown !== row) {
      const [folder, name] = split(row.key);
      setText(this.folder, folder);
      setText(this.name, name);
      this.key.href = '#/upload/' + row.id;
    }
    this.shown = row;
    this.version = row.version;
    if (this.chip.className !== 'chip chip-' + row.status) this.chip.className = 'chip chip-' + row.status;
    setText(this.chip, WORDS[row.status]);
    setText(this.phase, row.phase === 'intake' ? 'before any phase' : row.phase ? row.phase + ' · ' + row.route : '');
    setText(this.items, row.items ? count(row.items, 'item') + (row.active ? ', ' + number(row.active) + ' active' : '') : '');
    setText(this.size, bytes(row.bytes));
    setText(this.when, time(row.begun) + ' · ' + duration(row.changed - row.begun));
  }
}

/** Shows the view in an element; returns what ends it. */
export function uploadsView(main, {model, announce, parameters, setParameters}) {
  const filter = {q: (parameters.get('q') || '').toLowerCase(), status: parameters.get('status') || '', phase: parameters.get('phase') || ''};
  const heading = h('h1', {tabindex: -1, id: 'uploads-title'}, 'Uploads');
  const told = h('p', {class: 'lead', id: 'uploads-count'});
  const search = h('input', {type: 'search', id: 'search', value: parameters.get('q') || '', placeholder: 'Part of a key', autocomplete: 'off', spellcheck: 'false'});
  const status = h('select', {id: 'status'}, h('option', {value: ''}, 'Any'), STATUSES.map((word) => h('option', {value: word, selected: word === filter.status}, WORDS[word] || 'Active')));
  const phase = h('select', {id: 'phase'});
  const order = h('select', {id: 'order'}, h('option', {value: 'newest'}, 'Newest first'), h('option', {value: 'oldest', selected: parameters.get('order') === 'oldest'}, 'Oldest first'));
  const space = h('div', {class: 'space', role: 'rowgroup'});
  const scroller = h('div', {class: 'list-scroller', tabindex: 0, role: 'region', 'aria-label': 'List, scrollable'},
    h('div', {class: 'list', role: 'table', 'aria-labelledby': 'uploads-title', 'aria-describedby': 'uploads-count'},
      h('div', {role: 'rowgroup'}, h('div', {role: 'row', class: 'row row-head', 'aria-rowindex': 1},
        ['status', 'key', 'phase', 'items', 'size', 'when'].map((name) => h('span', {role: 'columnheader', class: 'cell-' + name},
          {status: 'Status', key: 'Key', phase: 'Phase and route', items: 'Work items', size: 'Size', when: 'Since · took'}[name])))),
      space));
  const table = scroller.firstChild;
  const none = h('p', {class: 'calm', hidden: true}, 'No upload is like this.');
  replace(main,
    h('div', {class: 'head-line'}, heading, told),
    h('form', {class: 'filters card', role: 'search', onsubmit: (event) => event.preventDefault()},
      h('div', {class: 'field grows'}, h('label', {for: 'search'}, 'Search'), search),
      h('div', {class: 'field'}, h('label', {for: 'status'}, 'Status'), status),
      h('div', {class: 'field'}, h('label', {for: 'phase'}, 'Phase'), phase),
      h('div', {class: 'field'}, h('label', {for: 'order'}, 'Order'), order)),
    h('div', {class: 'card list-card'}, scroller, none));

  const pool = [];
  let wanted = [];
  let isAll = false;
  let knownPhases = '';
  let filteredAt = -Infinity;
  let later = 0;
  let current = null;
  let settling = 0;
  let shownTotal = 0;
  const isOldestFirst = () => order.value === 'oldest';
  const rowHeight = () => parseFloat(getComputedStyle(scroller).getPropertyValue('--row')) || 44;
  let tall = rowHeight();

  const listPhases = () => {
    const names = model.overview ? model.overview.phases.map((each) => each.name) : [];
    if (names.join() === knownPhases) return;
    knownPhases = names.join();
    replace(phase, h('option', {value: ''}, 'Any'), names.map((name) => h('option', {value: name, selected: name === filter.phase}, name)));
  };

  /** Which rows are wanted: all of them without a copy, or looked through a few times a second at most. */
  const choose = (isUrgent) => {
    isAll = !filter.q && !filter.status && !filter.phase;
    if (isAll) {
      wanted = model.rows;
      return;
    }
    const wait = filteredAt + REFILTER_MILLIS - performance.now();
    if (!isUrgent && wait > 0) {
      later ||= setTimeout(() => {
        later = 0;
        draw();
      }, wait);
      return;
    }
    filteredAt = performance.now();
    wanted = model.rows.filter((row) => isWanted(row, filter));
  };

  /** Where a row stands in the list as it is ordered; the same the other way round. */
  const turned = (at) => (isOldestFirst() ? at : wanted.length - 1 - at);

  const drawRows = () => {
    const total = wanted.length;
    const first = Math.max(0, Math.floor(scroller.scrollTop / tall) - BEYOND);
    const last = Math.min(total, Math.ceil((scroller.scrollTop + scroller.clientHeight) / tall) + BEYOND);
    while (pool.length < last - first) {
      const line = new Line();
      pool.push(line);
      space.append(line.element);
    }
    const used = new Set();
    for (let index = first; index < last; index++) {
      // Counted from the oldest, a row keeps its place and so its element, and with it the focus.
      const at = turned(index);
      const line = pool[at % pool.length];
      used.add(line);
      if (line.shown !== wanted[at] && line.key === document.activeElement) scroller.focus({preventScroll: true});
      line.element.hidden = false;
      line.show(wanted[at], index, index * tall);
      line.key.tabIndex = wanted[at] === current ? 0 : -1;
    }
    for (const line of pool) {
      if (used.has(line)) continue;
      line.element.hidden = true;
      line.index = -1;
    }
    if (!pool.some((line) => !line.element.hidden && line.shown === current) && total) {
      current = wanted[turned(Math.min(total - 1, Math.ceil(scroller.scrollTop / tall)))];
      const line = pool.find((each) => !each.element.hidden && each.shown === current);
      if (line) line.key.tabIndex = 0;
    }
    clearTimeout(settling);
    settling = setTimeout(settle, 300);
  };

  /** Brings the elements into the order in which they are seen, for who reads or tabs through them. */
  const settle = () => {
    if (space.contains(document.activeElement)) return;
    const inOrder = pool.filter((line) => !line.element.hidden).sort((one, other) => one.index - other.index).map((line) => line.element);
    if (inOrder.every((element, at) => element === space.children[at])) return;
    space.append(...inOrder);
  };

  const moveTo = (index) => {
    const to = Math.max(0, Math.min(wanted.length - 1, index));
    current = wanted[turned(to)];
    const top = to * tall;
    const view = scroller.clientHeight - head();
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + tall > scroller.scrollTop + view) scroller.scrollTop = top + tall - view;
    drawRows();
    pool.find((line) => !line.element.hidden && line.shown === current)?.key.focus({preventScroll: true});
  };

  const head = () => table.firstChild.offsetHeight;

  const pressed = (event) => {
    if (!wanted.length || event.altKey || event.ctrlKey || event.metaKey) return;
    const line = pool.find((each) => each.key === document.activeElement);
    const index = line ? line.index : -1;
    const page = Math.max(1, Math.floor((scroller.clientHeight - head()) / tall) - 1);
    const steps = {ArrowDown: index + 1, ArrowUp: index - 1, PageDown: index + page, PageUp: index - page, Home: 0, End: wanted.length - 1};
    if (!(event.key in steps)) return;
    event.preventDefault();
    moveTo(steps[event.key]);
  };

  const drawRowsSoon = everyFrame(drawRows);

  const draw = (isUrgent) => {
    listPhases();
    choose(isUrgent === true);
    const total = wanted.length;
    setText(told, isAll ? count(total, 'upload') : number(total) + ' of ' + count(model.rows.length, 'upload'));
    announce(told.textContent + (isAll ? '.' : ' match.'));
    table.setAttribute('aria-rowcount', total + 1);
    space.style.height = total * tall + 'px';
    if (scroller.scrollTop > 0 && !isOldestFirst() && total > shownTotal) scroller.scrollTop += (total - shownTotal) * tall;
    shownTotal = total;
    none.hidden = total > 0 || !model.isComplete;
    drawRows();
  };

  const changed = (isTyping) => {
    Object.assign(filter, {q: search.value.toLowerCase(), status: status.value, phase: phase.value});
    setParameters({q: search.value, status: status.value, phase: phase.value, order: order.value === 'oldest' ? 'oldest' : ''}, isTyping);
    scroller.scrollTop = 0;
    shownTotal = 0;
    pool.forEach((line) => { line.index = -1; });
    draw(true);
  };
  search.addEventListener('input', () => changed(true));
  for (const each of [status, phase, order]) each.addEventListener('change', () => changed(false));
  scroller.addEventListener('scroll', drawRowsSoon, {passive: true});
  scroller.addEventListener('keydown', pressed);
  const resized = new ResizeObserver(() => {
    tall = rowHeight();
    pool.forEach((line) => { line.index = -1; });
    draw();
  });
  resized.observe(scroller);
  draw(true);
  const end = model.listen(draw);
  return {
    heading,
    title: 'Uploads',
    end: () => {
      end();
      clearTimeout(later);
      clearTimeout(settling);
      resized.disconnect();
    },
  };
}
