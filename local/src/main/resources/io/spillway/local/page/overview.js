// The view of everything at once.

import {h, replace, setText} from './dom.js';
import {bytes, count, number, lines, printable, split, time, WORDS} from './format.js';
import {totals} from './model.js';
import {legend, stackedBar, throughputChart} from './charts.js';
import {phaseGraph, phaseTable} from './graph.js';

function tile(name, value, detail, href, kind) {
  return h(href ? 'a' : 'div', {class: 'tile' + (kind ? ' tile-' + kind : ''), href, id: 'tile-' + name},
    h('span', {class: 'tile-name'}, WORDS[name] || name), h('span', {class: 'tile-value'}, value), h('span', {class: 'tile-detail'}, detail));
}

function tiles(overview) {
  const sum = totals(overview);
  const {statuses} = overview;
  const active = statuses.uploaded + statuses.waiting + statuses.running + statuses.stuck;
  return h('div', {class: 'tiles'},
    tile('Uploads', number(overview.uploads), bytes(overview.uploadedBytes), '#/uploads'),
    tile('Work items', number(sum.items), 'read ' + bytes(sum.bytesRead) + ' · wrote ' + bytes(sum.bytesWritten)),
    tile('Active', number(active), statuses.stuck ? number(statuses.stuck) + ' of them stuck' : active ? count(sum.running, 'attempt') + ' under way' : 'all have ended', '#/uploads?status=active', statuses.stuck ? 'refused' : active ? 'running' : ''),
    tile('Done', number(statuses.done), 'uploads without trouble', '#/uploads?status=done', 'succeeded'),
    tile('Refused', number(statuses.refused), 'wrong for what is in them', '#/uploads?status=refused', statuses.refused ? 'refused' : ''),
    tile('Failed', number(statuses.failed), 'for other reasons', '#/uploads?status=failed', statuses.failed ? 'failed' : ''));
}

function failureList(failures) {
  if (!failures.length) return h('p', {class: 'calm'}, 'Nothing failed.');
  return h('ol', {class: 'reasons'}, failures.slice(0, 12).map((group) =>
    h('li', {class: 'reason'},
      h('div', {class: 'reason-head'},
        h('span', {class: 'badge badge-' + (['rejected', 'bad-input', 'input-gone'].includes(group.kind) ? 'refused' : 'failed')}, number(group.count) + ' × ' + (group.kind || 'various')),
        h('span', {class: 'quiet'}, group.phase === 'intake' ? 'before any phase' : 'in phase ' + group.phase),
        h('span', {class: 'quiet right-end'}, 'last ' + time(group.last))),
      h('p', {class: 'message'}, lines(group.message)),
      h('ul', {class: 'samples', 'aria-label': 'Uploads that failed so'}, group.uploads.slice(0, 3).map((upload) =>
        h('li', {}, h('a', {href: '#/upload/' + upload.id}, h('bdi', {}, printable(upload.key)))))),
      group.count > 3 && group.uploads.length > 3 && h('p', {class: 'quiet'}, 'and ' + count(group.count - 3, 'more')))));
}

/** What somebody should look at; what has gone on by itself since comes after it. */
function noticeList(notices) {
  const stuckFirst = [...notices].sort((one, other) => (other.status === 'stuck') - (one.status === 'stuck'));
  return h('ol', {class: 'reasons'}, stuckFirst.slice(0, 10).map((notice) =>
    h('li', {class: 'reason'},
      h('div', {class: 'reason-head'},
        h('span', {class: 'chip chip-' + notice.status}, WORDS[notice.status]),
        h('span', {class: 'quiet'}, notice.phase ? 'in phase ' + notice.phase : 'before any phase'),
        h('span', {class: 'quiet right-end'}, time(notice.time))),
      h('p', {class: 'key'}, notice.upload ? h('a', {href: '#/upload/' + notice.upload}, h('bdi', {}, printable(notice.object))) : h('bdi', {}, printable(notice.object))),
      h('p', {class: 'message'}, lines(notice.reason)),
      h('p', {class: 'message quiet'}, printable(notice.remedy)))));
}

function recent(model) {
  const newest = model.rows.slice(-200).sort((one, other) => other.changed - one.changed).slice(0, 8);
  if (!newest.length) return h('p', {class: 'calm'}, 'No file has been uploaded yet.');
  return h('ul', {class: 'recent'}, newest.map((row) => {
    const [folder, name] = split(row.key);
    return h('li', {}, h('a', {href: '#/upload/' + row.id, id: 'recent-' + row.id},
      h('span', {class: 'chip chip-' + row.status}, WORDS[row.status]),
      h('bdi', {class: 'recent-key'}, h('span', {class: 'quiet'}, folder), name),
      h('span', {class: 'quiet recent-when'}, time(row.changed))));
  }));
}

/** What screen readers are told now and then. */
export function summary(overview) {
  const {statuses} = overview;
  const ended = statuses.done + statuses.ignored + statuses.refused + statuses.failed;
  const parts = [number(ended) + ' of ' + count(overview.uploads, 'upload') + ' ended'];
  if (statuses.failed) parts.push(number(statuses.failed) + ' failed');
  if (statuses.stuck) parts.push(number(statuses.stuck) + ' stuck');
  if (statuses.refused) parts.push(number(statuses.refused) + ' refused');
  return parts.join(', ') + '.';
}

/** Shows the view in an element; returns what ends it. */
export function overviewView(main, {model, announce}) {
  const heading = h('h1', {tabindex: -1}, 'Overview');
  const lead = h('p', {class: 'lead'});
  const parts = {};
  const part = (name, title, extra) => h('section', {class: 'card ' + name, 'aria-labelledby': name + '-title'},
    h('h2', {id: name + '-title'}, title), parts[name] = h('div', {class: 'card-body'}), extra);
  const tableBody = h('div', {});
  const table = h('details', {class: 'as-table', id: 'phases-as-table'}, h('summary', {}, 'Show as a table'), tableBody);
  const tileRow = h('div', {});
  replace(main,
    h('div', {class: 'head-line'}, heading, lead),
    tileRow,
    part('phases', 'Phases', table),
    h('div', {class: 'columns'}, part('routes', 'Routes'), part('throughput', 'Throughput')),
    part('notices', 'Stuck and recovered'),
    h('div', {class: 'columns wide-left'}, part('failures', 'Failures by reason'), part('newest', 'Latest')));
  const isNarrow = matchMedia('(max-width: 640px)');
  const draw = () => {
    const {overview} = model;
    if (!overview) return;
    const sum = totals(overview);
    setText(lead, summary(overview));
    announce(summary(overview));
    replace(tileRow, tiles(overview));
    replace(parts.phases, phaseGraph(overview, isNarrow.matches));
    replace(tableBody, phaseTable(overview));
    const routes = ['inline', 'batch', 'rejected', 'ignored'].map((name) => ({name, value: sum.routes[name] || 0, always: name === 'inline' || name === 'batch'}));
    replace(parts.routes, stackedBar(routes, 'Work items by route'), legend(routes));
    replace(parts.throughput, throughputChart(overview.throughput));
    parts.notices.parentElement.hidden = overview.notices.length === 0;
    replace(parts.notices, noticeList(overview.notices));
    replace(parts.failures, failureList(overview.failures));
    replace(parts.newest, recent(model));
  };
  draw();
  isNarrow.addEventListener('change', draw);
  const end = model.listen(draw);
  return {
    heading,
    title: 'Overview',
    end: () => {
      end();
      isNarrow.removeEventListener('change', draw);
    },
  };
}
