// The receipt of one work item: where it went and why, what each attempt used, what came out.

import {command, h, replace} from './dom.js';
import {bytes, count, duration, exactTime, number, lines, printable, quoted, WORDS} from './format.js';

function fact(name, ...value) {
  return h('div', {class: 'fact'}, h('dt', {}, name), h('dd', {}, value));
}

function uri(object) {
  return 's3://' + object.bucket + '/' + object.key;
}

function worker(state) {
  if (!state.worker) return '';
  return state.worker.requestId ? 'invocation ' + state.worker.requestId : 'job ' + state.worker.jobId + ', attempt ' + state.worker.attempt;
}

function said(state) {
  switch (state.state) {
    case 'submitting': return 'Job ' + state.jobName + ', size ' + state.tier;
    case 'submitted': return 'Job ' + state.jobId;
    case 'requeued': return printable(state.failure.message);
    case 'claimed': return worker(state) + ', lease until ' + state.leaseEnd.slice(11, 19);
    case 'released': return printable(state.failure.message);
    case 'committing': return count(state.uploads.length, 'output') + ' under claim ' + state.fence;
    case 'succeeded': return count(state.results.count, 'output');
    case 'failed': return printable(state.failure.message);
    case 'skipped': return printable(state.reason);
    default: return state.state === 'announced' ? 'Its end was published' : '';
  }
}

/** Renewals of one claim as one line: they say nothing new. */
function folded(entries) {
  const folds = [];
  for (const entry of entries) {
    const last = folds.at(-1);
    const renews = last && entry.state.state === 'claimed' && last.entry.state.state === 'claimed' && last.entry.writer === entry.writer;
    if (renews) Object.assign(last, {renewals: last.renewals + 1, entry});
    else folds.push({entry, at: entry.at, renewals: 0});
  }
  return folds;
}

function ledger(entries) {
  const first = entries.length ? entries[0].at : 0;
  return h('div', {class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Ledger entries'},
    h('table', {class: 'ledger'},
      h('caption', {}, 'Ledger: ' + count(entries.length, 'entry').replace('entrys', 'entries')),
      h('thead', {}, h('tr', {}, ['No.', 'After', 'State', 'What it says'].map((name) => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, folded(entries).map(({entry, at, renewals}) => h('tr', {},
        h('td', {class: 'right'}, number(entry.number)),
        h('td', {class: 'right', title: exactTime(at)}, duration(at - first)),
        h('th', {scope: 'row'}, entry.state.state),
        h('td', {}, said(entry.state), renewals > 0 && h('span', {class: 'quiet'}, ' · renewed ' + count(renewals, 'time'))))))));
}

function outputs(item) {
  const {count: all, listed, manifest} = item.outputs;
  if (!all) return h('p', {class: 'calm'}, 'It made no outputs.');
  return h('div', {},
    listed.length > 0 && h('div', {class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Outputs'},
      h('table', {}, h('caption', {}, 'Outputs'),
        h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Object'), h('th', {scope: 'col', class: 'right'}, 'Size'))),
        h('tbody', {}, listed.map((output) => h('tr', {},
          h('th', {scope: 'row', class: 'key'}, h('bdi', {}, printable(uri(output)))), h('td', {class: 'right'}, bytes(output.size))))))),
    manifest && h('p', {}, count(all, 'output') + ', listed in ', h('bdi', {class: 'key'}, printable(manifest))));
}

/** Where a run keeps the copy of an output; nothing for a key that a file can't be named like. */
function copyOf(output, run) {
  const isPlain = output.key.split('/').every((part) => part && part !== '.' && part !== '..' && !/[\p{Cc}\\%]/u.test(part) && new TextEncoder().encode(part).length < 200);
  return isPlain ? run.state + '/outputs/' + output.key : '';
}

function commands(item, run, after) {
  const hasOwnState = run.state !== run.directory + '/.spillway' && !run.state.endsWith('/' + run.directory + '/.spillway');
  const explain = ['./spillway explain', quoted(uri(item.input)), '--pipeline', quoted(run.directory)];
  if (after) explain.push('--after', quoted(after));
  if (hasOwnState) explain.push('--state', quoted(run.state));
  const list = [['Explain the route, while a run goes on', explain.join(' ')]];
  const copy = item.outputs && item.outputs.listed.length ? copyOf(item.outputs.listed[0], run) : '';
  if (copy) list.push(['Look into the first output', 'head -c 2000 ' + quoted(copy)]);
  return h('div', {class: 'commands'}, list.map(([name, text]) => h('div', {}, h('p', {class: 'label'}, name), command(text, name))));
}

function usage(item) {
  const {milliseconds, bytesRead, bytesWritten} = item.usage;
  const rate = milliseconds > 0 ? ' · ' + bytes(Math.round(bytesRead / (milliseconds / 1000))) + ' a second' : '';
  return 'read ' + bytes(bytesRead) + ' · wrote ' + bytes(bytesWritten) + ' · ' + duration(milliseconds) + rate;
}

/** What the job's process and its programs took of the machine; nothing where several work items shared it. */
function machine({processorMilliseconds, peakMemory, programsPeakMemory}) {
  const parts = [];
  if (processorMilliseconds !== undefined) parts.push(duration(processorMilliseconds) + ' of processor time');
  if (peakMemory !== undefined) parts.push('at most ' + bytes(peakMemory) + ' of memory');
  if (programsPeakMemory !== undefined) parts.push('its programs ' + bytes(programsPeakMemory));
  return parts.length > 0 && fact('Machine', parts.join(' · '));
}

const STEPS = ['claim', 'read', 'stage', 'store', 'commit'];

function steps(times) {
  const known = STEPS.filter((step) => times[step] !== undefined);
  return fact('Steps', known.map((step) => step + ' ' + duration(times[step])).join(' · '));
}

/** A failure with its reason, and the way to run it again where there is one, or what came of that. */
export function failureBox(item, upload, run, replay) {
  const status = h('p', {class: 'replay-said', role: 'status'});
  // What no phase took can only be uploaded again.
  const button = run.replay && item.phase !== 'intake' && !item.again && h('button', {type: 'button', class: 'primary', id: 'replay-' + item.id, onclick: async () => {
    button.disabled = true;
    status.textContent = 'Asking for another run …';
    try {
      status.textContent = (await replay(item.id)).done;
    } catch (failure) {
      status.textContent = printable(failure.message);
      button.disabled = false;
    }
  }}, 'Run again');
  return h('div', {class: 'trouble trouble-' + item.status},
    h('p', {class: 'trouble-head'}, h('strong', {}, WORDS[item.status]), ' in phase ' + item.phase + ', ' + item.error.kind + (item.error.retryable ? '; another attempt may succeed' : '')),
    h('p', {class: 'message'}, lines(item.error.message)),
    item.again && h('p', {}, h('a', {href: '#/upload/' + upload + '/' + item.again}, 'It was run again since.')),
    button && h('div', {class: 'replay'}, button, status));
}

/**
 * Shows the receipt in an element, first what is known already, then what the ledger says.
 *
 * @param upload id of the upload
 * @param after the phase that made its input; nothing for an upload
 */
export function showReceipt(element, item, {upload, run, source, showsFailure, after}) {
  const entries = h('div', {}, h('p', {class: 'calm'}, 'Reading the ledger …'));
  replace(element,
    h('h2', {tabindex: -1, id: 'receipt-title'}, 'Receipt: ' + item.phase),
    h('p', {class: 'key'}, h('bdi', {}, printable(item.name))),
    item.error && showsFailure && failureBox(item, upload, run, source.replay),
    h('dl', {class: 'facts'},
      fact('State', h('span', {class: 'chip chip-' + item.status}, WORDS[item.status])),
      fact('Route', h('span', {class: 'chip chip-' + item.route.route}, WORDS[item.route.route]), h('span', {class: 'why'}, printable(item.route.reason))),
      item.route.predictedSeconds !== undefined && fact('Predicted', duration(item.route.predictedSeconds * 1000) + ' on one vCPU'),
      fact('Attempts', number(item.attempt)),
      item.usage && fact('Used', usage(item)),
      item.usage && machine(item.usage),
      item.usage && item.usage.steps && steps(item.usage.steps),
      item.total > 0 && fact('So far', number(item.done) + ' of ' + number(item.total)),
      fact('Input', h('bdi', {class: 'key'}, printable(uri(item.input))), h('span', {class: 'quiet'}, bytes(item.input.size) + ', ' + item.type)),
      fact('Work item', h('code', {class: 'id'}, item.id))),
    item.outputs && outputs(item),
    entries,
    h('h3', {}, 'Commands'),
    commands(item, run, after));
  source.receipt(item.id).then(
    (receipt) => replace(entries, ledger(receipt.entries)),
    (failure) => replace(entries, h('p', {class: 'calm'}, printable(failure.message))));
}
