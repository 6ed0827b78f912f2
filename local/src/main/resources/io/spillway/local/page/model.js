// What is known of a run. Messages come in whole or as changes; who listens is told once a frame.

import {everyFrame} from './dom.js';

/** Uploads by id, and everything that isn't about one of them. */
export class Model {
  constructor() {
    this.listeners = new Set();
    this.notify = everyFrame(() => this.listeners.forEach((listener) => listener()));
    this.clear();
  }

  clear() {
    this.run = null;
    this.overview = null;
    this.byId = new Map();
    /** Oldest first. */
    this.rows = [];
    /** Grows with every change. */
    this.version = 0;
    this.isComplete = false;
  }

  /** Takes a message of the server, or all that a report holds. */
  apply(message) {
    if (message.run) {
      this.clear();
      this.run = message.run;
    }
    for (const values of message.rows) this.put(values);
    if (message.overview) {
      this.overview = message.overview;
      this.forget(message.overview.firstShown);
    }
    this.isComplete = this.isComplete || message.all !== false;
    this.version++;
    this.notify();
  }

  put(values) {
    const [order, id, key, bytes, status, phase, route, items, active, succeeded, refused, failed, begun, changed, phases] = values;
    const known = this.byId.get(id);
    const row = known || {};
    Object.assign(row, {order, id, key, bytes, status, phase, route, items, active, succeeded, refused, failed, begun, changed, phases});
    row.version = this.version + 1;
    if (known) return;
    row.lower = key.toLowerCase();
    this.byId.set(id, row);
    // Changes come by when they happened: a row may be told of before an older one.
    let at = this.rows.length;
    while (at > 0 && this.rows[at - 1].order > order) at--;
    if (at === this.rows.length) this.rows.push(row);
    else this.rows.splice(at, 0, row);
  }

  forget(firstShown) {
    let gone = 0;
    while (gone < this.rows.length && this.rows[gone].order < firstShown) {
      this.byId.delete(this.rows[gone].id);
      gone++;
    }
    if (gone) this.rows.splice(0, gone);
  }

  /** Has a listener called after changes; returns what ends it. */
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** Sums over all phases: work items by how they stand, and by route. */
export function totals(overview) {
  const sum = {items: 0, waiting: 0, running: 0, succeeded: 0, ignored: 0, refused: 0, failed: 0, bytesRead: 0, bytesWritten: 0, routes: {}};
  for (const phase of overview.phases) {
    sum.waiting += phase.waiting;
    sum.running += phase.running;
    for (const ending of ['succeeded', 'ignored', 'refused', 'failed']) sum[ending] += phase.endings[ending];
    sum.bytesRead += phase.bytesRead;
    sum.bytesWritten += phase.bytesWritten;
    for (const [route, number] of Object.entries(phase.routes)) sum.routes[route] = (sum.routes[route] || 0) + number;
  }
  sum.items = sum.waiting + sum.running + sum.succeeded + sum.ignored + sum.refused + sum.failed;
  return sum;
}
