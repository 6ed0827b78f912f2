// Elements made of text, never of HTML: keys and messages come from strangers.

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'style') for (const [key, each] of Object.entries(value)) element.style.setProperty(key, each);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (child === undefined || child === null || child === false) continue;
    if (Array.isArray(child)) append(element, child);
    else element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** An HTML element; children that are nothing are left out. */
export function h(name, properties, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** An SVG element. */
export function s(name, properties, ...children) {
  return fill(document.createElementNS(SVG, name), properties, children);
}

/** Puts other children into an element; focus stays where an element of the same id is there again. */
export function replace(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.id : '';
  element.replaceChildren();
  append(element, children);
  if (focused) document.getElementById(focused)?.focus({preventScroll: true});
}

/** Sets text only where it differs, so that nothing is drawn again for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** At most one call for each frame of the screen. */
export function everyFrame(draw) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
}

/** Text that is read out by screen readers, at most once in ten seconds; the newest wins. */
export function announcer(element) {
  let newest = '';
  let last = -Infinity;
  let timer = 0;
  const say = () => {
    timer = 0;
    last = performance.now();
    setText(element, newest);
  };
  return (text) => {
    newest = text;
    if (timer || element.textContent === text) return;
    timer = setTimeout(say, Math.max(0, last + 10000 - performance.now()));
  };
}

/** A command with a button that copies it. */
export function command(text, label) {
  const said = h('span', {class: 'copied', role: 'status'});
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setText(said, 'Copied');
    } catch {
      setText(said, 'Select the text to copy it');
    }
    setTimeout(() => setText(said, ''), 2000);
  };
  return h('div', {class: 'command'},
    h('code', {tabindex: 0, role: 'group', 'aria-label': label}, text),
    h('button', {type: 'button', class: 'small', onclick: copy, 'aria-label': 'Copy: ' + label}, 'Copy'),
    said);
}
