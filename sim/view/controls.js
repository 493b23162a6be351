import { fill, made } from "./parts.js";

// The controls of the window: native inputs with labels, so that keyboards and screen readers know them.
//
// What is chosen goes out as a message; what comes back is told in words.

const WAIT = 60; // milliseconds that an input rests before what it stands at is asked for

function percent(share) {
  return `${Math.round(100 * share)} %`;
}

// A range with its label, and what it stands at beside it.
function slider(name, label, range, written, changed, eager) {
  const output = made("output", { id: `${name}-is`, htmlFor: name });
  const input = made("input", { type: "range", id: name, ...range });
  const say = () => {
    output.textContent = written(Number(input.value));
    input.setAttribute("aria-valuetext", output.textContent);
  };
  input.addEventListener("input", () => {
    say();
    if (eager) changed(Number(input.value));
  });
  if (!eager) input.addEventListener("change", () => changed(Number(input.value)));
  say();
  return made("div", { className: "field" }, made("label", { htmlFor: name }, label), output, input);
}

function menu(name, label, options, chosen, changed) {
  const select = made("select", { id: name }, ...options.map(([value, text]) => made("option", { value, textContent: text })));
  select.value = chosen;
  select.addEventListener("change", () => changed(select.value));
  return made("div", { className: "field" }, made("label", { htmlFor: name }, label), select);
}

function hoursField(facts, words, choose) {
  const levels = facts.hoursStated ? facts.hours : [null, ...facts.hours];
  const nearest = (hours) => levels.findIndex((level) => level === hours || (level !== null && hours !== null && level >= hours));
  const written = (at) => (levels[at] === null ? words.hoursOwn : fill(words.hoursNumber, { hours: levels[at] }));
  const range = { min: 0, max: levels.length - 1, step: 1, value: Math.max(0, nearest(facts.chosen.hours)) };
  return slider("hours", words.hours, range, written, (at) => choose({ hours: levels[at] }), true);
}

function minimumField(facts, words, choose) {
  const range = { min: -20, max: facts.mostAtPurchase, step: 20, value: facts.chosen.minimum ?? -20 };
  const written = (amount) => (amount < 0 ? words.minimumStated : fill(words.minimumNumber, { amount }));
  return slider("minimum", words.minimum, range, written, (at) => choose({ minimum: at < 0 ? null : at }), false);
}

function yourWay(facts, words, choose) {
  const names = facts.businesses;
  const written = (count) => `${count}: ${names.slice(0, count).join(", ")}`;
  const range = { min: 1, max: names.length, step: 1, value: facts.chosen.businesses };
  const pitches = facts.pitches.map((pitch) => [pitch, words.pitches[pitch] || pitch]);
  return made("fieldset", {}, made("legend", { textContent: words.controls }),
    slider("businesses", words.businesses, range, written, (businesses) => choose({ businesses }), true),
    menu("pitch", words.pitch, pitches, facts.chosen.pitch, (pitch) => choose({ pitch })),
    hoursField(facts, words, choose),
    made("p", { className: "small", textContent: words.bothWays }));
}

function everybody(facts, words, choose) {
  const range = { min: 0, max: 1, step: 0.1, value: facts.chosen.evenings };
  const lives = facts.lives.map((life) => [life, words.lives[life]]);
  return made("details", { className: "more", open: window.innerWidth > 900 }, made("summary", { textContent: words.everybody }),
    slider("evenings", words.evenings, range, percent, (evenings) => choose({ evenings }), false),
    minimumField(facts, words, choose),
    menu("life", words.life, lives, facts.chosen.life, (life) => choose({ life })),
    made("p", { className: "small", textContent: words.everybodyNote }));
}

function anotherWorld(facts, words, send) {
  const note = made("p", { className: "small", id: "seed", textContent: fill(words.anotherNote, { seed: facts.seed }) });
  const button = made("button", { type: "button", id: "another", textContent: words.another });
  button.addEventListener("click", () => send({ kind: "another" }));
  return made("div", { className: "field" }, button, note);
}

function saving(facts, words, send) {
  const title = made("input", { type: "text", id: "save-title", value: facts.title, maxLength: 200, autocomplete: "off" });
  const file = made("input", { type: "text", id: "save-file", value: facts.file, autocomplete: "off", spellcheck: false });
  const form = made("form", {},
    made("label", { htmlFor: "save-title" }, words.saveTitle), title,
    made("label", { htmlFor: "save-file" }, words.saveFile), file,
    made("button", { type: "submit", id: "save", textContent: words.save }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send({ kind: "save", title: title.value, file: file.value });
  });
  return made("details", { className: "more" }, made("summary", { textContent: words.save }), form);
}

export function render({ model }) {
  const facts = model.facts;
  const words = facts.words;
  const send = (message) => model.send_msg(message);
  let waiting = null;
  let gathered = {};
  const choose = (change) => {
    gathered = { ...gathered, ...change };
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      send({ kind: "choose", chosen: gathered });
      gathered = {};
    }, WAIT);
  };
  const live = made("p", { id: "told", className: "told" });
  live.setAttribute("role", "status");
  const box = made("div", { className: "controls" }, yourWay(facts, words, choose), everybody(facts, words, choose),
    anotherWorld(facts, words, send), saving(facts, words, send), live);
  model.on("msg:custom", (data) => {
    live.classList.toggle("trouble", data.kind === "trouble");
    if (data.kind === "seed") box.querySelector("#seed").textContent = fill(words.anotherNote, data);
    else live.textContent = data.sentence;
    if (data.kind === "saved") box.querySelector("#save-file").value = data.next;
  });
  return box;
}
