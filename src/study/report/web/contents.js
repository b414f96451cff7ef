// The table of contents follows the reader: it marks the section that the window shows, and keeps it in sight.
const contents = document.querySelector("nav.contents");
const places = [...contents.querySelectorAll("a")]
  .map((to) => [to, document.getElementById(decodeURIComponent(to.hash.slice(1)))])
  .filter(([, target]) => target);
let current = null, waiting = false;
const markCurrent = () => {
  waiting = false;
  // Just below the top, so that what a link leads to is what is marked, not the heading that follows.
  const line = 100;
  let found = null;
  for (const [to, target] of places) {
    if (target.getBoundingClientRect().top > line) break;
    found = to;
  }
  if (found === current) return;
  current?.removeAttribute("aria-current");
  current = found;
  current?.setAttribute("aria-current", "location");
  // Not while somebody walks through it by keyboard; and it moves only where it is a column of its own.
  if (!current || contents.scrollHeight <= contents.clientHeight || contents.querySelector(":focus-visible")) return;
  const column = contents.getBoundingClientRect(), box = current.getBoundingClientRect();
  if (box.top < column.top || box.bottom > column.bottom) contents.scrollTop += box.top - column.top - column.height / 3;
};
const moved = () => {
  if (!waiting) requestAnimationFrame(markCurrent);
  waiting = true;
};
window.addEventListener("scroll", moved, { passive: true });
window.addEventListener("resize", moved, { passive: true });
markCurrent();
