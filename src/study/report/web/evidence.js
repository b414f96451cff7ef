// The facts that count as a table: searched, narrowed, sorted. Its words stand in the page; its rows are made of the
// data that the panels hold.
const evidence = document.getElementById("page-evidence");
const showEvidence = () => {
  const tool = (name) => evidence.querySelector(`[data-tool="${name}"]`);
  const [search, territory, lever, question] = ["search", "territory", "lever", "question"].map(tool);
  const [count, more, clear] = ["count", "more", "clear"].map(tool);
  const [body] = evidence.querySelector("table").tBodies;
  const heads = [...evidence.querySelectorAll("thead th")];
  const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const number = (value) => value.toLocaleString(document.documentElement.lang);
  // So many rows are enough to see what there is; the others are made when they are asked for.
  const FEW = 50;
  // Capitals, accents and the form of an apostrophe make no difference to what is looked for.
  const folded = (words) =>
    words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/’/g, "'").replace(/œ/g, "oe");

  const facts = load().counted.map(([id, at, asked, day], order) => {
    const [, answer, shownDay, , note, from] = data.facts[id];
    const [, title, publisher, , url] = data.sources[from] ?? [0, -1, -1, -1, ""];
    const fact = { id, order, asked, day, url, territory: text(at), answer: text(answer), shownDay: text(shownDay) };
    const [of, label] = data.questions[asked];
    Object.assign(fact, { lever: text(of), question: text(label), note: text(note), title: text(title) });
    fact.publisher = text(publisher);
    fact.said = folded([id, fact.territory, fact.lever, fact.question, fact.answer, fact.shownDay, fact.note,
      fact.title, fact.publisher].join(" "));
    return fact;
  });
  const rowOf = (fact) => {
    const cell = (name, className, ...inside) => make(name, className, ...inside);
    const key = entry("e", fact.id, fact.id);
    key.id = `e:${fact.id}`;
    const head = cell("th", "", fact.territory);
    head.scope = "row";
    return make("tr", "", head,
      cell("td", "", fact.question, make("span", "note", fact.lever)),
      cell("td", "", make("strong", "", fact.answer), fact.note && make("span", "note", fact.note)),
      cell("td", "day", fact.shownDay),
      cell("td", "long", isAddress(fact.url) ? link(fact.url, fact.title || fact.url) : fact.title,
        fact.publisher && make("span", "note", fact.publisher)),
      cell("td", "", key));
  };

  const offer = (select, values) => {
    const chosen = select.value;
    const all = select.options[0];
    select.replaceChildren(all, ...values.map((value) => new Option(value, value)));
    select.value = values.includes(chosen) ? chosen : "";
  };
  const distinct = (values) => [...new Set(values)];
  // Only what the chosen lever asks can be chosen next.
  const offerQuestions = () =>
    offer(question, distinct(facts.filter((one) => !lever.value || one.lever === lever.value).map((one) => one.question)));
  const inOrder = {
    territory: (one, other) => compare(one.territory, other.territory),
    // As the questionnaire asks them, lever by lever.
    asked: (one, other) => one.asked - other.asked,
    answer: (one, other) => compare(one.answer, other.answer),
    date: (one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0),
    source: (one, other) => compare(one.title, other.title),
    fact: (one, other) => compare(one.id, other.id),
  };
  let sorted = null, down = false, all = false;
  const show = () => {
    const words = folded(search.value).split(/\s+/).filter(Boolean);
    const found = facts.filter((fact) =>
      (!territory.value || fact.territory === territory.value) && (!lever.value || fact.lever === lever.value)
      && (!question.value || fact.question === question.value) && words.every((word) => fact.said.includes(word)));
    if (sorted) found.sort((one, other) => (down ? -1 : 1) * inOrder[sorted](one, other) || one.order - other.order);
    const rows = all ? found : found.slice(0, FEW);
    body.replaceChildren(...rows.map(rowOf));
    count.textContent = filled(data.words.found, { shown: number(found.length), all: number(facts.length) });
    more.hidden = rows.length === found.length;
    more.textContent = filled(data.words.more, { count: number(found.length) });
    for (const head of heads) {
      if (head.dataset.sort === sorted) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  };
  const narrowed = () => {
    all = false;
    show();
  };

  offer(territory, distinct(facts.map((fact) => fact.territory)).sort(compare));
  offer(lever, distinct(facts.map((fact) => fact.lever)));
  offerQuestions();
  search.addEventListener("input", narrowed);
  territory.addEventListener("change", narrowed);
  question.addEventListener("change", narrowed);
  lever.addEventListener("change", () => {
    offerQuestions();
    narrowed();
  });
  clear.addEventListener("click", () => {
    for (const field of [search, territory, lever, question]) field.value = "";
    offerQuestions();
    narrowed();
    search.focus();
  });
  more.addEventListener("click", () => {
    all = true;
    show();
    body.rows[FEW].querySelector("a[data-key]").focus();
  });
  for (const head of heads)
    head.querySelector("button").addEventListener("click", () => {
      down = head.dataset.sort === sorted && !down;
      sorted = head.dataset.sort;
      show();
    });
  show();
  evidence.querySelector(".facts").hidden = false;
};
// Nobody waits for it: the page can be read before.
if (evidence) (window.requestIdleCallback ?? window.setTimeout)(showEvidence);
