// Where the model comes from: a run that goes on, or the file that this page is.

async function ask(path, options) {
  const answer = await fetch(path, options);
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.error);
  return json;
}

function token() {
  return document.querySelector('meta[name="spillway-token"]').content;
}

/** Follows the server; the browser connects again by itself and says how far it had come. */
function live(model, tell) {
  const connect = () => {
    const events = new EventSource('api/changes');
    events.onopen = () => tell('live');
    events.onmessage = (event) => model.apply(JSON.parse(event.data));
    events.onerror = () => {
      tell('lost');
      if (events.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
    };
  };
  connect();
  return {
    upload: (id) => ask('api/upload?id=' + encodeURIComponent(id)),
    receipt: (item) => ask('api/receipt?item=' + encodeURIComponent(item)),
    replay: (item) => ask('api/replay?item=' + encodeURIComponent(item), {method: 'POST', headers: {'X-Spillway-Token': token()}}),
  };
}

function written(data, model, tell) {
  model.apply({...data, all: true});
  tell('written');
  const find = async (all, id, what) => {
    if (Object.hasOwn(all, id)) return all[id];
    throw new Error('This report leaves out the ' + what + ' of this one: it holds those of ' + data.cut.stories + ' of ' + data.cut.uploads + ' uploads, those with trouble first. ./spillway ui shows all of them.');
  };
  return {
    upload: (id) => find(data.stories, id, 'lineage'),
    receipt: (item) => find(data.receipts, item, 'ledger entries'),
  };
}

/** Fills the model, and answers what is asked beyond it. */
export function open(model, tell) {
  const data = document.getElementById('spillway-data');
  return data ? written(JSON.parse(data.textContent), model, tell) : live(model, tell);
}

/** What a report leaves out, in a sentence; nothing for a page that is live. */
export function leftOut() {
  const data = document.getElementById('spillway-data');
  if (!data) return '';
  const {cut} = JSON.parse(data.textContent);
  return cut.stories === cut.uploads ? '' : 'Holds ' + cut.rows + ' of ' + cut.uploads + ' uploads, and the lineage of ' + cut.stories + '.';
}
