(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const { words, items, frames, stances, voices } = data;
  const byId = (id) => document.getElementById(id);
  const make = (name, attributes = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) node.setAttribute(key, '');
      else if (value !== false && value !== undefined) node.setAttribute(key, value);
    }
    node.append(...children);
    return node;
  };
  const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // What was coded, by unit; kept in this browser as long as it lets us.
  const place = `framescope-codes-${data.id}`;
  // A page made for one student knows the name.
  const named = byId('name').defaultValue;
  let state = { name: named, at: 0, codes: {} };
  let keeps = true;
  try {
    const kept = JSON.parse(localStorage.getItem(place) || 'null');
    if (kept && kept.codes) state = { at: 0, ...kept, name: kept.name || named };
  } catch { keeps = false; }
  const keep = () => {
    try { localStorage.setItem(place, JSON.stringify(state)); } catch { keeps = false; }
    byId('kept').textContent = keeps ? words.saved : words.unsaved;
    byId('kept').className = keeps ? 'soft' : 'warn';
  };
  const item = () => items[state.at];
  const code = (unit = item().unit) => (state.codes[unit] ||= { frames: {} });
  const isDone = (unit) => {
    const c = state.codes[unit];
    return !!c && (frames.length ? frames.every((f) => c.frames[f.id]) : !!c.voice);
  };
  const open = () => items.filter((i) => !isDone(i.unit)).length;
  // Coded, but nobody is said to speak: easily forgotten, since the sentence counts as coded.
  const unvoiced = () => (frames.length && voices.length ? items.filter((i) => isDone(i.unit) && !state.codes[i.unit].voice).length : 0);
  const tell = (text) => { byId('status').textContent = text; };

  // A first frame says of all others that they are not there.
  const setFrame = (id, value) => {
    const c = code();
    for (const f of frames) c.frames[f.id] ||= '0';
    c.frames[id] = value;
    changed();
    const frame = frames.find((f) => f.id === id);
    const stance = stances.find((s) => s.id === value);
    tell(`${frame.title}: ${stance ? stance.title : words.not_there}`);
  };
  const setNone = () => { for (const f of frames) code().frames[f.id] = '0'; changed(); tell(words.no_frame); };
  const setVoice = (id) => { code().voice = id; changed(); tell(voices.find((v) => v.id === id).title); };
  let current = -1;
  const choose = (index) => {
    current = index;
    const id = frames[index].id;
    const had = code().frames[id];
    setFrame(id, had && had !== '0' ? '0' : 'asserted');
  };

  const radio = (group, value, title, key, pick) => {
    const input = make('input', { type: 'radio', name: group, value, id: `${group}-${value}` });
    input.addEventListener('change', pick);
    return make('label', { class: 'choice' }, input, ...(key ? [make('kbd', { 'aria-hidden': 'true' }, key)] : []), title);
  };
  const build = () => {
    frames.forEach((frame, i) => {
      const choices = make('div', { class: 'choices' }, radio(frame.id, '0', words.not_there, '', () => { current = i; setFrame(frame.id, '0'); }));
      for (const s of stances) choices.append(radio(frame.id, s.id, s.title, s.key, () => { current = i; setFrame(frame.id, s.id); }));
      const name = make('span', { class: 'name', id: `name-${frame.id}` }, make('kbd', { 'aria-hidden': 'true' }, String(i + 1)), frame.title);
      byId('frames').append(make('div', { class: 'row', role: 'radiogroup', 'aria-labelledby': `name-${frame.id}`, 'data-frame': frame.id }, name, choices));
    });
    for (const v of voices) byId('voices').append(radio('voice', v.id, v.title, v.key, () => setVoice(v.id)));
    items.forEach((it, i) => {
      const button = make('button', { type: 'button', 'aria-label': say('item', { n: i + 1, total: items.length }) }, String(i + 1));
      button.addEventListener('click', () => go(i));
      byId('jump').append(make('li', {}, button));
    });
  };
  const changed = () => { keep(); show(); };
  const show = () => {
    const it = item();
    const c = state.codes[it.unit] || { frames: {} };
    byId('which').textContent = say('item', { n: state.at + 1, total: items.length });
    byId('done').textContent = say('done', { done: items.length - open(), total: items.length });
    for (const part of ['before', 'text', 'after']) {
      byId(part).textContent = it[part] || '';
      byId(part).lang = it.language;
      byId(part).closest('[data-part]').hidden = !it[part];
    }
    for (const row of document.querySelectorAll('[data-frame]')) {
      row.classList.toggle('current', current >= 0 && frames[current].id === row.dataset.frame);
      for (const input of row.querySelectorAll('input')) input.checked = c.frames[row.dataset.frame] === input.value;
    }
    for (const input of document.querySelectorAll('input[name=voice]')) input.checked = c.voice === input.value;
    for (const field of ['speaker', 'note']) if (byId(field) && document.activeElement !== byId(field)) byId(field).value = c[field] || '';
    [...document.querySelectorAll('#jump button')].forEach((button, i) => {
      button.classList.toggle('done', isDone(items[i].unit));
      if (i === state.at) button.setAttribute('aria-current', 'true'); else button.removeAttribute('aria-current');
    });
    byId('previous').disabled = state.at === 0;
    byId('next').disabled = state.at === items.length - 1;
    const left = [open() ? say('export_open', { open: open() }) : '', unvoiced() ? say('export_unvoiced', { n: unvoiced() }) : ''];
    byId('left').textContent = left.filter(Boolean).join(' ');
  };
  const go = (index) => {
    if (index < 0 || index >= items.length) return;
    state.at = index;
    current = -1;
    if (document.activeElement && ['speaker', 'note'].includes(document.activeElement.id)) document.activeElement.blur();
    keep();
    show();
    tell(`${byId('which').textContent}. ${item().text}`);
    byId('item').scrollIntoView({ block: 'nearest' });
  };

  // The file that is handed in: the same columns as the spreadsheet.
  const columns = ['unit', 'coder', 'text', ...frames.map((f) => f.id), ...(voices.length ? ['voice', 'speaker'] : []), 'note', 'check'];
  const cell = (value) => {
    let text = String(value ?? '').replace(/\s+/g, ' ').trim();
    if (/^[=+\-@]/.test(text) && Number.isNaN(Number(text))) text = `'${text}`;
    return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  const csv = () => {
    const row = (it) => {
      const c = state.codes[it.unit] || { frames: {} };
      const done = isDone(it.unit);
      return columns.map((k) => {
        if (['unit', 'text', 'check'].includes(k)) return it[k];
        if (k === 'coder') return state.name;
        if (k === 'note' || k === 'speaker') return c[k];
        // A voice alone would say of every frame that it is not there.
        if (k === 'voice') return done ? c.voice : '';
        return done ? c.frames[k] : '';
      }).map(cell).join(',');
    };
    return `\uFEFF${[columns.join(','), ...[...items].sort((a, b) => (a.unit < b.unit ? -1 : 1)).map(row)].join('\r\n')}\r\n`;
  };
  const save = () => {
    byId('loaded').textContent = state.name.trim() ? '' : words.nameless;
    byId('loaded').className = state.name.trim() ? '' : 'warn';
    const plain = state.name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
    const url = URL.createObjectURL(new Blob([csv()], { type: 'text/csv' }));
    const link = make('a', { href: url, download: `codes-${plain || 'coder'}.csv` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
  const parse = (text) => {
    const first = text.slice(0, 300).split('\n')[0];
    const mark = [',', ';', '\t'].sort((a, b) => first.split(b).length - first.split(a).length)[0];
    const rows = [[]];
    let value = '';
    let quoted = false;
    for (let i = 0; i < text.length; i += 1) {
      const ch = text[i];
      if (quoted) {
        if (ch === '"' && text[i + 1] === '"') { value += '"'; i += 1; } else if (ch === '"') quoted = false; else value += ch;
      } else if (ch === '"') quoted = true;
      else if (ch === mark) { rows.at(-1).push(value); value = ''; } else if (ch === '\n') { rows.at(-1).push(value.replace(/\r$/, '')); value = ''; rows.push([]); } else value += ch;
    }
    rows.at(-1).push(value);
    return rows;
  };
  // What a saved file says of the sentences of this sheet.
  const read = (text) => {
    const [head, ...rows] = parse(text.replace(/^\uFEFF/, ''));
    const at = (name) => head.findIndex((h) => h.trim().toLowerCase() === name);
    const known = new Map(items.map((it) => [it.unit, it]));
    const values = new Set(['0', ...stances.map((s) => s.id)]);
    const file = { name: '', codes: {} };
    for (const row of rows) {
      const get = (name) => (at(name) < 0 ? '' : (row[at(name)] || '').trim().replace(/^'(?=[=+\-@])/, ''));
      const it = known.get(get('unit'));
      if (!it || get('check') !== it.check) continue;
      const c = { frames: {}, note: get('note'), speaker: get('speaker') };
      for (const f of frames) {
        const v = get(f.id).toLowerCase() === '1' ? 'asserted' : get(f.id).toLowerCase();
        if (values.has(v)) c.frames[f.id] = v;
      }
      if (Object.keys(c.frames).length) for (const f of frames) c.frames[f.id] ||= '0';
      if (voices.some((v) => v.id === get('voice'))) c.voice = get('voice');
      file.name ||= get('coder');
      if (isGiven(c)) file.codes[it.unit] = c;
    }
    return file;
  };
  const isGiven = (c) => !!c && !!(Object.keys(c.frames).length || c.voice || c.note || c.speaker);
  const plain = (text) => String(text || '').replace(/\s+/g, ' ').trim();
  const alike = (a, b) => frames.every((f) => (a.frames[f.id] || '') === (b.frames[f.id] || '')) && (a.voice || '') === (b.voice || '')
    && plain(a.note) === plain(b.note) && plain(a.speaker) === plain(b.speaker);
  const own = () => items.map((i) => i.unit).filter((unit) => isGiven(state.codes[unit]));
  const take = (file, codes) => {
    state.codes = codes;
    byId('name').value = state.name;
    changed();
    byId('loaded').className = '';
    byId('loaded').textContent = say('imported', { n: Object.keys(file.codes).length });
  };
  // Codes made on this page are not given up for a file, nor put under another name, unless the coder says so.
  const load = (text) => {
    const file = read(text);
    const n = Object.keys(file.codes).length;
    byId('ask').replaceChildren();
    if (!n) {
      byId('loaded').className = 'warn';
      byId('loaded').textContent = words.import_foreign;
      return;
    }
    const mine = own();
    const other = mine.filter((unit) => file.codes[unit] && !alike(state.codes[unit], file.codes[unit])).length;
    const stranger = file.name && plain(state.name) && plain(state.name) !== plain(file.name) ? file.name : '';
    const add = () => { state.name ||= file.name; take(file, { ...file.codes, ...Object.fromEntries(own().map((unit) => [unit, state.codes[unit]])) }); };
    if (!mine.length || (!other && !stranger)) {
      add();
      return;
    }
    const answer = (key, act) => {
      const button = make('button', { type: 'button' }, words[key]);
      button.addEventListener('click', () => { byId('ask').replaceChildren(); byId('loaded').textContent = ''; act(); byId('export').focus(); });
      return button;
    };
    byId('loaded').className = 'warn';
    byId('loaded').textContent = [other ? say('import_ask', { n: other }) : '', stranger ? say('import_other', { name: stranger, here: state.name }) : ''].filter(Boolean).join(' ');
    byId('ask').append(
      answer('import_keep', add),
      answer('import_replace', () => { state.name = file.name || state.name; take(file, { ...file.codes }); }),
      answer('import_cancel', () => {}),
    );
    byId('ask').firstChild.focus();
  };

  build();
  byId('name').value = state.name;
  byId('name').addEventListener('input', () => { state.name = byId('name').value; keep(); });
  for (const field of ['speaker', 'note']) if (byId(field)) byId(field).addEventListener('input', () => { code()[field] = byId(field).value; keep(); });
  byId('previous').addEventListener('click', () => go(state.at - 1));
  byId('next').addEventListener('click', () => go(state.at + 1));
  byId('first-open').addEventListener('click', () => go(items.findIndex((i) => !isDone(i.unit))));
  if (byId('none')) byId('none').addEventListener('click', setNone);
  byId('export').addEventListener('click', save);
  byId('import').addEventListener('change', async (event) => {
    const [file] = event.target.files;
    if (file) load(await file.text());
    event.target.value = '';
  });
  // A press that was meant once is not meant for ever.
  const calm = () => {
    delete byId('clear').dataset.sure;
    byId('clear').textContent = words.clear;
  };
  byId('clear').addEventListener('blur', calm);
  byId('item').addEventListener('pointerdown', calm);
  byId('clear').addEventListener('click', () => {
    if (byId('clear').dataset.sure) {
      state = { name: state.name, at: 0, codes: {} };
      calm();
      changed();
    } else {
      byId('clear').dataset.sure = 'yes';
      byId('clear').textContent = words.clear_ask;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    const typing = target.tagName === 'TEXTAREA' || (target.tagName === 'INPUT' && target.type === 'text');
    if (typing) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const onControl = ['BUTTON', 'SUMMARY', 'A'].includes(target.tagName);
    const onRadio = target.tagName === 'INPUT' && target.type === 'radio';
    const stance = stances.find((s) => s.key === key);
    const voice = voices.find((v) => v.key === key);
    if (/^[1-9]$/.test(key) && frames[Number(key) - 1]) choose(Number(key) - 1);
    else if (key === '0' && frames.length) setNone();
    else if (stance && current >= 0) setFrame(frames[current].id, stance.id);
    else if (voice) setVoice(voice.id);
    else if (key === 's') save();
    else if (key === 'ArrowRight' && !onRadio) go(state.at + 1);
    else if (key === 'ArrowLeft' && !onRadio) go(state.at - 1);
    else if (key === 'Enter' && !onControl) go(state.at + 1);
    else return;
    event.preventDefault();
  });
  state.at = Math.min(Math.max(0, state.at | 0), items.length - 1);
  keep();
  show();
  byId('app').hidden = false;
})();
