// The page: which view is shown, and what stands around it.

import {announcer, setText} from './dom.js';
import {Model} from './model.js';
import {leftOut, open} from './source.js';
import {overviewView} from './overview.js';
import {uploadsView} from './uploads.js';
import {uploadView} from './upload.js';

const model = new Model();
const main = document.getElementById('main');
const announce = announcer(document.getElementById('announcer'));
const STATES = {
  live: ['Live', 'Follows the run as it goes on'],
  lost: ['Connecting again', 'Nothing is heard of the program that serves this page'],
  written: ['Report', 'Written after a run'],
};
let shown = null;
let shownPath = null;

const source = open(model, (state) => {
  const link = document.getElementById('link');
  link.className = 'link-state is-' + state;
  link.title = STATES[state][1];
  setText(document.getElementById('link-text'), STATES[state][0]);
});

function address() {
  const [path, query] = location.hash.replace(/^#/, '').split('?');
  return {parts: path.split('/').filter(Boolean), parameters: new URLSearchParams(query || '')};
}

function setParameters(values, isTyping) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();
  const hash = '#/uploads' + (query ? '?' + query : '');
  if (isTyping) history.replaceState(null, '', hash);
  else history.pushState(null, '', hash);
  shownPath = hash;
}

function make({parts, parameters}) {
  const context = {model, source, announce, parameters, setParameters};
  switch (parts[0]) {
    case 'uploads': return uploadsView(main, context);
    case 'upload': return uploadView(main, {...context, id: parts[1], item: parts[2]});
    default: return overviewView(main, context);
  }
}

function title() {
  document.title = [shown.title, model.run && model.run.pipeline, 'Spillway'].filter(Boolean).join(' · ');
}

/** Goes where the address says. Focus goes to the view's heading, but not when the page has just come. */
function go() {
  if (shownPath === location.hash) return;
  const isFirst = shown === null;
  const there = address();
  const wasUpload = shownPath !== null && shownPath.split('/')[1] === 'upload' && shownPath.split('/')[2] === there.parts[1];
  shownPath = location.hash;
  if (wasUpload && there.parts[0] === 'upload') {
    shown.go(there.parts[2]);
    return;
  }
  if (shown) shown.end();
  shown = make(there);
  for (const link of document.querySelectorAll('.views a')) {
    const isHere = link.dataset.view === (there.parts[0] || 'overview') || (link.dataset.view === 'uploads' && there.parts[0] === 'upload');
    if (isHere) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  title();
  if (!isFirst) {
    scrollTo(0, 0);
    shown.heading.focus({preventScroll: true});
  }
}

document.getElementById('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
model.listen(() => {
  const {run} = model;
  if (!run) return;
  setText(document.getElementById('pipeline'), run.pipeline);
  setText(document.getElementById('foot'), (run.live ? 'State: ' + run.state : 'Written ' + new Date(run.written).toISOString().slice(0, 19).replace('T', ' ') + ' UTC, from ' + run.state) + (leftOut() ? '. ' + leftOut() : ''));
  title();
});
addEventListener('hashchange', go);
addEventListener('popstate', go);
go();
