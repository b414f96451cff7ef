"use strict";
// Opens, beside a number, what it is and what it rests on. The data is in the page; nothing is fetched, and every word
// is set as text. The form of the data: src/study/trail/panels.py, packed by src/study/report/packed.py.
(() => {
  const MOST = 40; // Longer lists are closed at first.
  const dialog = document.getElementById("panel");
  let data = null, shown = null, opener = null, leaving = false;

  const unpack = (packed) => {
    const texts = [];
    let before = [];
    for (let at = 0; at < packed.length; at += 3) {
      const [start, end, middle] = packed.slice(at, at + 3);
      // Signs are counted whole, as Python counts them.
      before = [...before.slice(0, start), ...middle, ...before.slice(before.length - end, before.length)];
      texts.push(before.join(""));
    }
    return texts;
  };
  const load = () => {
    if (data) return data;
    data = JSON.parse(document.getElementById("panels").textContent);
    data.texts = unpack(data.texts);
    data.keys = unpack(data.keys);
    data.at = new Map(data.keys.map((key, at) => [key, at]));
    return data;
  };

  const make = (name, className, ...inside) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside.filter((item) => item !== "" && item !== null));
    return made;
  };
  const text = (at) => (at < 0 ? "" : data.texts[at]);
  const filled = (message, values) => message.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const place = (what, row) =>
    row && data.files[what] ? make("span", "place", filled(data.words.row, { file: data.files[what], row })) : "";
  const apart = (between, parts) =>
    parts.filter((part) => part).flatMap((part, at) => (at ? [between, part] : [part]));
  const link = (url, words) => {
    const made = make("a", "", words);
    made.href = url;
    made.rel = "noopener";
    return made;
  };
  const address = (url) => (/^https?:\/\//i.test(url) ? link(url, url) : url);

  const source = (id) => {
    const [row, title, publisher, day, url] = data.sources[id];
    return make("div", "origin",
      make("p", "", make("span", "id", id), " ", ...apart(", ", [text(title), text(publisher), text(day)])),
      make("p", "address", address(url)),
      place("sources", row));
  };
  const fact = ([, id, how, aside]) => {
    const [row, answer, day, confidence, note, from] = data.facts[id];
    return make("li", aside ? "fact aside" : "fact",
      make("p", "", make("span", "id", id), " ", make("strong", "", text(answer)), ", ", text(day)),
      make("p", "how", ...apart(", ", [text(how), text(confidence)])),
      text(note) && make("p", "note", text(note)),
      place("evidence", row),
      from ? source(from) : "");
  };
  const list = (nodes, level) => make("ul", "", ...nodes.map((at) => item(data.nodes[at], level)));
  const item = (node, level) => {
    const [kind] = node;
    if (kind === "f") return fact(node);
    if (kind === "s") return make("li", "", source(node[1]));
    if (kind === "k") {
      const key = data.keys[node[1]];
      const [words, definition] = data.panels[node[1]];
      return make("li", "", number(key, text(words)), " ", make("span", "how", text(definition)));
    }
    if (kind === "c") {
      const [, whose, value, rule, below] = node;
      return make("li", "case",
        make("p", "", make("strong", "", text(whose)), " ", text(value)),
        make("p", "how", text(rule)),
        below ? list(below, level + 1) : "");
    }
    const children = Array.isArray(node[2]) ? node[2] : null;
    if (!children) return make("li", "", make("p", "", text(node[1])));
    const details = make("details", "", make("summary", "", text(node[1])));
    // A long list is made when it is asked for.
    const fill = () => details.childElementCount > 1 || details.append(list(children, level + 1));
    details.open = (Boolean(node[3]) || level === 0) && children.length <= MOST;
    if (details.open) fill();
    else details.addEventListener("toggle", fill, { once: true });
    return make("li", "", details);
  };
  const number = (key, words) => {
    const made = make("a", "number", words);
    made.href = `#n:${key}`;
    made.dataset.key = key;
    return made;
  };

  const draw = (key) => {
    const [words, definition, formula, beside, nodes] = data.panels[data.at.get(key)];
    const long = text(words).length > 24;
    const title = make("h2", "", make("span", long ? "value words" : "value", text(words)), " ", make("code", "", key));
    title.id = "panel-title";
    title.tabIndex = -1;
    const close = make("button", "close", data.words.close);
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    const permalink = link(`#n:${key}`, data.words.permalink);
    permalink.className = "permalink";
    const body = make("div", "panel-body", make("p", "definition", text(definition)));
    if (formula >= 0) body.append(make("p", "formula", make("strong", "", data.words.formula), " ", text(formula)));
    if (beside.length) body.append(make("ul", "beside", ...beside.map((at) => make("li", "", text(at)))));
    const table = nodes.length > 0 && data.nodes[nodes[0]][0] === "k";
    body.append(make("h3", "", table ? data.words.figures : data.words.rests));
    body.append(nodes.length ? list(nodes, 0) : make("p", "", data.words.nothing));
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.replaceChildren(make("div", "panel-head", title, make("p", "panel-tools", permalink, " ", close)), body);
    return title;
  };
  const open = (key) => {
    if (shown === key && dialog.open) return;
    const title = draw(key);
    shown = key;
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    title.focus({ preventScroll: true });
  };

  // The address says which panel is open: one may be sent, and the back button closes what was opened.
  const asked = () => {
    if (!location.hash.startsWith("#n:")) return null;
    try {
      const key = decodeURIComponent(location.hash.slice(3));
      return load().at.has(key) ? key : null;
    } catch {
      return null;
    }
  };
  const bare = () => history.replaceState(null, "", location.pathname + location.search);
  const follow = () => {
    const key = asked();
    if (leaving) {
      leaving = false;
      if (key !== null) bare();
    } else if (key !== null) open(key);
    else if (dialog.open) dialog.close();
  };
  document.addEventListener("click", (event) => {
    const from = event.target instanceof Element ? event.target.closest("a.number[data-key]") : null;
    if (!from || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const key = from.dataset.key;
    if (!load().at.has(key)) return;
    event.preventDefault();
    if (!dialog.open) opener = from;
    const depth = (history.state?.depth ?? 0) + 1;
    history.pushState({ depth }, "", `#n:${encodeURIComponent(key).replace(/%3A/g, ":")}`);
    open(key);
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    const back = opener ?? document.getElementById(`n:${shown}`);
    shown = opener = null;
    if (location.hash.startsWith("#n:")) {
      const depth = history.state?.depth ?? 0;
      if (depth) {
        leaving = true;
        history.go(-depth);
      } else bare();
    }
    back?.focus({ preventScroll: true });
  });
  window.addEventListener("popstate", follow);
  window.addEventListener("hashchange", follow);
  follow();
})();
