// Opens, beside a number or a fact, what it is and what it rests on.
const dialog = document.getElementById("panel");
const MOST = 40; // Longer lists are closed at first.
let shown = null, opener = null, leaving = false;

const place = (what, row) =>
  row && data.files[what] ? make("span", "place", filled(data.words.row, { file: data.files[what], row })) : "";
const address = (url) => (isAddress(url) ? link(url, url) : url);

const source = (id) => {
  const [row, title, publisher, day, url] = data.sources[id];
  return make("div", "origin",
    make("p", "", make("span", "id", id), " ", ...apart(", ", [text(title), text(publisher), text(day)])),
    make("p", "address", address(url)),
    place("sources", row));
};
const fact = ([, id, how, aside], linked = true) => {
  const [row, answer, day, confidence, note, from] = data.facts[id];
  return make("li", aside ? "fact aside" : "fact",
    make("p", "", linked && data.about.has(id) ? entry("e", id, id) : make("span", "id", id), " ", make("strong", "", text(answer)), ", ", text(day)),
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
    return make("li", "", entry("n", key, text(words)), " ", make("span", "how", text(definition)));
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

// Which panels rest on a fact: what a node holds stands before it.
const resting = (id) => {
  const holds = data.nodes.map(() => false);
  data.nodes.forEach((node, at) => {
    const below = node[0] === "k" ? [] : node.filter(Array.isArray).flat();
    holds[at] = (node[0] === "f" && node[1] === id) || below.some((child) => holds[child]);
  });
  return data.keys.filter((_, at) => data.panels[at][4].some((node) => holds[node]));
};
const frame = (name, words, key, ...inside) => {
  const long = words.length > 24;
  const title = make("h2", "", make("span", long ? "value words" : "value", words), " ", make("code", "", key));
  title.id = "panel-title";
  title.tabIndex = -1;
  const close = make("button", "close", data.words.close);
  close.type = "button";
  close.addEventListener("click", () => dialog.close());
  const permalink = link(`#${name}`, data.words.permalink);
  permalink.className = "permalink";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.replaceChildren(
    make("div", "panel-head", title, make("p", "panel-tools", permalink, " ", close)),
    make("div", "panel-body", ...inside));
  return title;
};
const drawNumber = (key) => {
  const [words, definition, formula, beside, nodes] = data.panels[data.at.get(key)];
  const table = nodes.length > 0 && data.nodes[nodes[0]][0] === "k";
  return frame(`n:${key}`, text(words), key,
    make("p", "definition", text(definition)),
    formula >= 0 && make("p", "formula", make("strong", "", data.words.formula), " ", text(formula)),
    beside.length > 0 && make("ul", "beside", ...beside.map((at) => make("li", "", text(at)))),
    make("h3", "", table ? data.words.figures : data.words.rests),
    nodes.length ? list(nodes, 0) : make("p", "", data.words.nothing));
};
const drawFact = (id) => {
  const [territory, question] = data.about.get(id);
  const [lever, label] = data.questions[question];
  const numbers = resting(id).map((key) => {
    const [words, definition] = data.panels[data.at.get(key)];
    return make("li", "", entry("n", key, text(words)), " ", make("span", "how", text(definition)));
  });
  const below = make("details", "",
    make("summary", "", filled(data.words.feeds, { count: numbers.length })), make("ul", "", ...numbers));
  return frame(`e:${id}`, text(data.facts[id][1]), id,
    make("p", "definition", ...apart(", ", [text(territory), text(label), text(lever)])),
    make("ul", "", fact([null, id, -1], false)),
    numbers.length > 0 && below);
};
// What may be opened, by the letter that its address begins with.
const kinds = {
  n: { has: (key) => load().at.has(key), draw: drawNumber },
  e: { has: (key) => load().about.has(key), draw: drawFact },
};
const has = (name) => kinds[name[0]]?.has(name.slice(2)) ?? false;
const open = (name) => {
  if (shown === name && dialog.open) return;
  const title = kinds[name[0]].draw(name.slice(2));
  shown = name;
  if (!dialog.open) dialog.showModal();
  dialog.scrollTop = 0;
  title.focus({ preventScroll: true });
};

// The address says which panel is open: one may be sent, and the back button closes what was opened.
const named = () => {
  try {
    return decodeURIComponent(location.hash).match(/^#([ne]:.*)$/)?.[1] ?? null;
  } catch {
    return null;
  }
};
const asked = () => {
  const name = named();
  return name !== null && has(name) ? name : null;
};
const bare = () => history.replaceState(null, "", location.pathname + location.search);
const follow = () => {
  const name = asked();
  if (leaving) {
    leaving = false;
    if (name !== null) bare();
  } else if (name !== null) open(name);
  else if (dialog.open) dialog.close();
};
document.addEventListener("click", (event) => {
  const from = event.target instanceof Element ? event.target.closest("a[data-key]") : null;
  if (!from || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const name = from.getAttribute("href").slice(1);
  if (!has(name)) return;
  event.preventDefault();
  if (!dialog.open) opener = from;
  const depth = (history.state?.depth ?? 0) + 1;
  history.pushState({ depth }, "", `#${encodeURIComponent(name).replace(/%3A/g, ":")}`);
  open(name);
});
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
dialog.addEventListener("close", () => {
  const back = opener ?? document.getElementById(shown) ?? document.querySelector("main");
  shown = opener = null;
  if (named() !== null) {
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
