// The map place by place: a table of fields for each way, one field chosen, and beneath it what was found there.
//
// All sentences come with the data (page.py); what is done here is showing them.

const data = JSON.parse(document.getElementById("map").textContent);
const SIGNS = { more: "▲", less: "▼", none: "=", unknown: "?" };
const find = (name) => document.getElementById(name);
let language = data.language;
let words = data.words[language];
let chosen = [0, 0]; // way, field

function made(tag, properties = {}, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

function fill(text, many) {
  return text.replace(/\{\w+\}/, many);
}

// What a field shows: a sign, the number with its interval, and of yields what others lose.
function face(way, at) {
  const [field, said] = [data.ways[way].fields[at], words.named[way].fields[at]];
  const sign = made("span", { className: "sign", textContent: SIGNS[field.mark] });
  sign.setAttribute("aria-hidden", "true");
  const lines = [sign, made("b", { textContent: said.net }), made("small", { textContent: said.between })];
  if (data.ways[way].kind === "yields") lines.push(made("small", { className: "lost", textContent: lossOf(field) }));
  return lines;
}

function lossOf(field) {
  return field.lost === null ? words.outside_none : fill(words.outside, field.lost);
}

function meaning(field) {
  if (field.open) return words.legend_open.split(": ").pop();
  return field.mark === "none" ? words.legend_none : words[`legend_${field.mark}`];
}

function look(way, at) {
  const field = data.ways[way].fields[at];
  return `field ${data.ways[way].kind} ${field.mark} strength${field.strength}${field.open ? " open" : ""}`;
}

function button(way, at) {
  const [field, said] = [data.ways[way].fields[at], words.named[way].fields[at]];
  const made_ = made("button", { type: "button", className: look(way, at) }, ...face(way, at));
  const loss = data.ways[way].kind === "yields" ? `, ${lossOf(field)}` : "";
  made_.setAttribute("aria-label", `${words.named[way].name}, ${said.place}: ${said.net} (${said.between}), ${meaning(field)}${loss}`);
  made_.dataset.way = way;
  made_.dataset.at = at;
  made_.addEventListener("click", () => choose(way, at));
  return made_;
}

// A table for one way: columns are what varies first, rows everything else.
function table(way) {
  const [facts, said] = [data.ways[way], words.named[way]];
  const head = made("tr", {}, made("td"), ...said.columns.map((text) => made("th", { scope: "col", textContent: text })));
  const rows = said.rows.map((text, row) => {
    const cells = said.columns.map((_, column) => {
      const at = facts.fields.findIndex((field) => field.row === row && field.column === column);
      return made("td", {}, ...(at < 0 ? [] : [button(way, at)]));
    });
    return made("tr", {}, made("th", { scope: "row", textContent: text }), ...cells);
  });
  const box = made("table", { className: "way" }, made("caption", { textContent: said.name }), made("thead", {}, head), made("tbody", {}, ...rows));
  box.dataset.way = way;
  return box;
}

// A hundred people, or a hundred that was paid in, as marks of different shapes.
function hundred(heading, kind, parts) {
  const row = made("div", { className: "hundred" });
  for (const [name, many] of parts) {
    for (let n = 0; n < many; n += 1) row.append(made("i", { className: name }));
  }
  row.setAttribute("role", "img");
  const told = made("p", { className: "counts" });
  for (const [name, many, text] of parts) told.append(made("span", {}, made("i", { className: name }), fill(text, many)));
  row.setAttribute("aria-label", `${heading} ${parts.map(([, many, text]) => fill(text, many)).join(", ")}`);
  return made("div", { className: kind }, made("h3", { textContent: heading }), row, told);
}

function people(way, at) {
  const field = data.ways[way].fields[at];
  const isYields = data.ways[way].kind === "yields";
  const [more, less] = isYields ? [words.more, words.less] : [words.better, words.worse];
  const parts = [["better", field.better, more], ["same", field.same, words.same], ["worse", field.worse, less]];
  const boxes = [hundred(words.hundred, data.ways[way].kind, parts)];
  if (isYields && field.lost !== null) {
    boxes.push(hundred(words.paid, "money", [["lost", field.lost, words.lost], ["back", 100 - field.lost, words.back]]));
  }
  return boxes;
}

// The same place on the maps of the other ways.
function elsewhere(way, at) {
  const { row, column } = data.ways[way].fields[at];
  return data.ways.flatMap((other, n) => {
    const there = n === way ? -1 : other.fields.findIndex((field) => field.row === row && field.column === column);
    if (there < 0) return [];
    const [field, said] = [other.fields[there], words.named[n].fields[there]];
    const go = made("button", { type: "button", className: look(n, there) }, `${SIGNS[field.mark]} ${said.net}`);
    const text = `${words.named[n].name}: ${meaning(field)}${other.kind === "yields" ? `, ${lossOf(field)}` : ""}`;
    go.setAttribute("aria-label", `${said.net}, ${text}`);
    go.addEventListener("click", () => choose(n, there, true));
    return [made("li", {}, go, text)];
  });
}

function choose(way, at, focus = false) {
  chosen = [way, at];
  const said = words.named[way];
  for (const each of document.querySelectorAll("table .field")) {
    const is = Number(each.dataset.way) === way && Number(each.dataset.at) === at;
    each.setAttribute("aria-pressed", String(is));
    each.tabIndex = is ? 0 : -1;
    if (is && focus) each.focus();
  }
  for (const each of document.querySelectorAll("[data-way]")) {
    if (!each.matches(".field")) each.classList.toggle("chosen", Number(each.dataset.way) === way);
    if (each.matches("#switch button")) each.setAttribute("aria-pressed", String(Number(each.dataset.way) === way));
  }
  find("place").textContent = said.fields[at].place;
  find("way").textContent = said.name;
  find("told").replaceChildren(...said.fields[at].found.map((textContent) => made("p", { textContent })));
  find("people").replaceChildren(...people(way, at));
  find("elsewhere").replaceChildren(...elsewhere(way, at));
}

function legend() {
  const item = (mark, look_, text) => made("li", {}, made("i", { className: `field ${look_}`, textContent: SIGNS[mark] }), text);
  const several = data.ways.some((way) => way.kind === "several");
  const yields = data.ways.some((way) => way.kind === "yields");
  return [
    ...(several ? [item("more", "several more strength4", words.legend_more), item("less", "several less strength4", words.legend_less)] : []),
    item("none", "several none", words.legend_none),
    item("unknown", "several unknown open", words.legend_open),
    ...(yields ? [item("unknown", "yields unknown strength2", words.legend_yields)] : []),
  ];
}

function show() {
  words = data.words[language];
  document.documentElement.lang = language;
  document.title = `${words.title} · Many Hats`;
  for (const element of document.querySelectorAll("[data-word]")) {
    element.textContent = words[element.dataset.word];
    if (element.dataset.word === "yields") element.hidden = data.ways.every((way) => way.kind !== "yields");
  }
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", words[element.dataset.label]);
  for (const each of document.querySelectorAll("[data-language]")) each.setAttribute("aria-pressed", String(each.dataset.language === language));
  find("ways").replaceChildren(...data.ways.map((_, way) => table(way)));
  find("switch").replaceChildren(...data.ways.map((_, way) => {
    const go = made("button", { type: "button", textContent: words.named[way].name });
    go.dataset.way = way;
    go.addEventListener("click", () => choose(way, sameAs(way)));
    return go;
  }));
  find("legend").replaceChildren(...legend());
  choose(...chosen);
}

// The chosen place on another way's map, or its first.
function sameAs(way) {
  const { row, column } = data.ways[chosen[0]].fields[chosen[1]];
  return Math.max(0, data.ways[way].fields.findIndex((field) => field.row === row && field.column === column));
}

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// Ways stand side by side: past the last column of one begins the next.
function step([right, down]) {
  const [way, at] = chosen;
  const { row, column } = data.ways[way].fields[at];
  let [there, x, y] = [way, column + right, row + down];
  if (x < 0 && way > 0) [there, x] = [way - 1, data.ways[way - 1].columns - 1];
  if (x >= data.ways[there].columns && there === way && way + 1 < data.ways.length) [there, x] = [way + 1, 0];
  const next = data.ways[there].fields.findIndex((field) => field.row === y && field.column === x);
  if (next >= 0) choose(there, next, true);
}

document.addEventListener("keydown", (event) => {
  if (!STEPS[event.key] || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches("table .field")) return;
  event.preventDefault();
  step(STEPS[event.key]);
});
for (const each of document.querySelectorAll("[data-language]")) {
  each.addEventListener("click", () => {
    language = each.dataset.language;
    show();
  });
}
show();
