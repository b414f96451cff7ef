// What the page's scripts share: the data that the page holds, unpacked when it is first asked for, and how elements are
// made of it. Nothing is fetched, and every word is set as text. The form of the data: src/study/trail/panels.py, packed
// by src/study/report/packed.py.
let data = null;

const unpack = (packed) => {
  // Signs are counted whole, as Python counts them; few texts hold one that takes two of a browser's.
  const whole = (words) => (/[\ud800-\udfff]/.test(words) ? [...words] : words);
  const joined = (signs) => (typeof signs === "string" ? signs : signs.join(""));
  const texts = [];
  let before = "";
  for (let at = 0; at < packed.length; at += 3) {
    const [start, end, middle] = packed.slice(at, at + 3);
    const signs = whole(before);
    before = joined(signs.slice(0, start)) + middle + joined(signs.slice(signs.length - end));
    texts.push(before);
  }
  return texts;
};
const load = () => {
  if (data) return data;
  data = JSON.parse(document.getElementById("panels").textContent);
  data.texts = unpack(data.texts);
  data.keys = unpack(data.keys);
  data.at = new Map(data.keys.map((key, at) => [key, at]));
  data.about = new Map(data.counted.map(([id, ...about]) => [id, about]));
  return data;
};

const make = (name, className, ...inside) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside.filter((item) => item !== "" && item !== null && item !== false));
  return made;
};
const text = (at) => (at < 0 ? "" : data.texts[at]);
const filled = (message, values) => message.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const apart = (between, parts) =>
  parts.filter((part) => part).flatMap((part, at) => (at ? [between, part] : [part]));
const link = (url, words) => {
  const made = make("a", "", words);
  made.href = url;
  made.rel = "noopener";
  return made;
};
const isAddress = (url) => /^https?:\/\//i.test(url);
// What has an address of its own in the page: a number (n) or a fact (e).
const entry = (kind, key, words) => {
  const made = link(`#${kind}:${key}`, words);
  made.className = kind === "n" ? "number" : "id";
  made.dataset.key = key;
  return made;
};
