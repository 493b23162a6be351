import { drawLines } from "./lines.js";
import { fill } from "./parts.js";
import { render } from "./pictures.js";

// The market without a program behind it: what the window hears from Python as it is lived lies here as a whole.

const data = JSON.parse(document.getElementById("market").textContent);
const shown = (name) => document.getElementById(name);
const root = shown("pictures").attachShadow({ mode: "open" });
let language = data.language;
let followed = data.days.followed;
let at = 0;

function daysOf(person) {
  followed = person;
  const circles = data.circles[person];
  const sides = data.days.sides.map((side, n) => {
    const circle = circles[n].circle.map((day) => day.map((place) => data.table[place]));
    return { ...side, ...circles[n], circle };
  });
  return { ...data.days, kind: "days", number: 1, followed, sides };
}

// What pictures.js takes for the program: it answers at once.
function modelOf(said) {
  const hearing = [];
  const tell = (message) => hearing.forEach((hear) => hear(message));
  return {
    facts: said.facts,
    on: (_, hear) => hearing.push(hear),
    send_msg: ({ kind, person }) => {
      tell(daysOf(kind === "follow" ? person : followed));
      if (kind === "ready") tell({ kind: "words", ...said.said });
    },
  };
}

function show() {
  const said = data.pages[language];
  const words = said.facts.words;
  document.documentElement.lang = language;
  document.title = `${words.title} · Many Hats`;
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = words[each.dataset.word];
  for (const each of document.querySelectorAll("[data-language]")) each.setAttribute("aria-pressed", String(each.dataset.language === language));
  shown("origin").textContent = said.origin;
  const box = render({ model: modelOf(said) });
  box.addEventListener("day", (event) => {
    at = event.detail;
    lines();
  });
  const looks = document.createElement("style");
  looks.textContent = data.looks;
  root.replaceChildren(looks, box);
}

function lines() {
  const { facts } = data.pages[language];
  const { words } = facts;
  const money = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const belief = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const titles = { money: words.moneyTitle, belief: words.beliefTitle };
  for (const [name, form] of [["money", money], ["belief", belief]]) {
    const days = data.lines[0].day;
    const columns = data.lines.map((side) => side[name]);
    const written = (value) => (value === null ? "–" : form.format(value).replace("-", "−"));
    drawLines(shown(name), days, columns, at, written);
    const [one, other] = columns.map((values) => written(values[at]));
    const told = { title: titles[name], day: days[at], first: facts.ways[0], second: facts.ways[1], one, other };
    shown(name).setAttribute("aria-label", fill(words.lineLabel, told));
  }
}

for (const each of document.querySelectorAll("[data-language]")) {
  each.addEventListener("click", () => {
    language = each.dataset.language;
    show();
  });
}
show();
