import * as evening from "./evening.js";

// The page around the canvas: time, switches, and what happens in words. It stands in a document of its own or in a
// part of one (a shadow root); one evening plays at a time, and another takes its place.

const HOLD = 3500; // milliseconds for which the evening stands still at its first contradiction
const quiet = window.matchMedia("(prefers-reduced-motion: reduce)");
let root, data, MINUTE, slotsOf, placesOf, last, language, words, panels;
let time = 0;
let playing = false;
let before = null;
let held = 0;
let paused = false; // whether the evening has stood still once

function find(name) {
  return root.getElementById(name);
}

// Play an evening (told.py, with `words` and `language`) in a document or a shadow root that has the markup of stage.html.
export function play(where, what) {
  [root, data, time, playing, paused] = [where, what, 0, false, false];
  MINUTE = 60 / data.slotSeconds;
  slotsOf = data.circles.map((kind) => evening.circlesBySlot(kind, data.people.length, data.slots));
  placesOf = slotsOf.map((slots) => evening.layOut(slots, data.people.length, data.speaker));
  last = data.slots - 1;
  language = data.language;
  words = data.words[language];
  find("panels").replaceChildren();
  panels = openingPolicies().map((at, side) => panel(at, side));
  listen();
  relabel();
  fit();
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function named(topics) {
  const names = data.topics.filter((_, bit) => (topics >> bit) & 1).map((name) => words.topics[name] || name);
  return names.length ? names.join(words.and) : words.another;
}

function labelOf(policy) {
  const alike = data.policies.filter((each) => each.pitch === policy.pitch).length;
  return alike === 1 && words.pitches[policy.pitch] ? words.pitches[policy.pitch][0] : policy.name || policy.pitch;
}

function minuteOf(slot) {
  return Math.floor(slot / MINUTE);
}

function sentence(each) {
  const values = {
    guest: data.people[each.listener],
    now: minuteOf(each.slot),
    then: minuteOf(each.since),
    told: named(each.told),
    before: named(each.before),
  };
  return fill(each.since < 0 ? words.earlier : each.toThem ? words.toThem : words.clash, values) + (each.aloud ? words.aloud : words.silent);
}

function bubble(each) {
  return each.before ? fill(words.bubble, { before: named(each.before) }) : words.bubbleEarlier;
}

const bubbles = { bubble };

// The policy under which most stories meet, and one under which none or fewest do.
function openingPolicies() {
  const order = data.policies.map((policy, at) => [policy.contradictions.length, at, policy.pitch]);
  const most = order.reduce((best, each) => (each[0] > best[0] ? each : best));
  const others = order.filter((each) => each !== most);
  if (!others.length) return [most[1]];
  const open = (each) => (each[2] === "disclose-all" ? 0 : 1);
  return [most[1], others.sort((a, b) => a[0] - b[0] || open(a) - open(b) || a[1] - b[1])[0][1]];
}

function panel(at, side) {
  const box = find("panel").content.firstElementChild.cloneNode(true);
  find("panels").append(box);
  const one = { at, box, shown: -1 };
  const choices = box.querySelector(".choices");
  data.policies.forEach((policy, n) => {
    const label = document.createElement("label");
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: `policy${side}`, value: n });
    radio.checked = n === at;
    radio.addEventListener("change", () => {
      one.at = n;
      one.shown = -1;
      refresh();
      announce(`${labelOf(policy)}: ${told(policy)}`);
    });
    label.append(radio, document.createElement("span"));
    choices.append(label);
  });
  return one;
}

function told(policy) {
  const count = policy.contradictions.length;
  return count === 1 ? words.totalOne : fill(count ? words.total : words.totalNone, { count });
}

function announce(text) {
  find("live").textContent = text;
}

function relabel() {
  if (root === document) document.documentElement.lang = language;
  for (const element of root.querySelectorAll("[data-word]")) {
    element.textContent = fill(words[element.dataset.word], values());
  }
  for (const element of root.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", words[element.dataset.label]);
  }
  if (root === document) document.title = `${words.title} · Many Hats`;
  for (const button of root.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  for (const one of panels) {
    one.box.querySelectorAll(".choices span").forEach((span, n) => {
      span.textContent = labelOf(data.policies[n]);
    });
    one.shown = -1;
  }
  legend();
  refresh();
}

function values() {
  return { guests: data.people.length - 1, hours: Math.round((data.slots / MINUTE / 60) * 10) / 10, seed: data.seed, day: data.day };
}

function legend() {
  const seen = data.policies.flatMap((policy) => policy.heard).reduce((all, row) => all | row[2], 0);
  const entries = data.topics
    .map((name, bit) => [data.colors[bit], fill(words.hasHeard, { topic: words.topics[name] || name }), bit])
    .filter(([, , bit]) => (seen >> bit) & 1);
  const list = find("legend");
  list.replaceChildren(item("hat", "", words.seller));
  for (const [color, text] of entries) list.append(item("dot", color, text));
  list.append(item("dot", "#c4c1b8", words.nothing), item("struck", "", words.struck));
}

function item(kind, color, text) {
  const entry = document.createElement("li");
  const mark = document.createElement("i");
  mark.className = kind;
  if (color) mark.style.background = color;
  entry.append(mark, text);
  return entry;
}

function refresh() {
  const minute = minuteOf(time);
  const clock = fill(words.clock, { minute, all: minuteOf(data.slots) });
  find("clock").textContent = clock;
  find("time").value = Math.floor(time);
  find("time").setAttribute("aria-valuetext", clock);
  const over = time >= last;
  find("play").textContent = playing ? words.pause : over ? words.again : words.play;
  find("next").disabled = nextContradiction() === undefined;
  panels.forEach(show);
}

function show(one) {
  const policy = data.policies[one.at];
  const canvas = one.box.querySelector("canvas");
  const kind = policy.circles;
  evening.draw(canvas, {
    data, policy, time, slots: slotsOf[kind], places: placesOf[kind], still: quiet.matches, words: bubbles,
  });
  const past = policy.contradictions.filter((each) => each.slot <= time);
  if (one.shown === past.length) return;
  one.shown = past.length;
  const about = words.pitches[policy.pitch];
  one.box.querySelector(".about").textContent = about ? about[1] : fill(words.own, { pitch: policy.pitch });
  one.box.querySelector(".count b").textContent = past.length;
  one.box.querySelector(".count span").textContent = past.length === 1 ? words.countOne : words.count;
  one.box.querySelector(".total").textContent = fill(words.whole, { total: told(policy) });
  canvas.setAttribute("aria-label", `${fill(words.canvas, { policy: labelOf(policy) })} ${told(policy)}`);
  one.box.querySelector(".feed").replaceChildren(...feed(past));
  one.box.querySelector(".marks").replaceChildren(...policy.contradictions.map(mark));
}

function feed(past) {
  const lines = past.slice(-3).reverse().map((each) => {
    const line = document.createElement("li");
    const when = document.createElement("time");
    when.textContent = fill(words.minute, { minute: minuteOf(each.slot) });
    line.append(when, ` ${sentence(each)}`);
    return line;
  });
  if (lines.length) return lines;
  const line = document.createElement("li");
  line.className = "none";
  line.textContent = words.noneYet;
  return [line];
}

function mark(each) {
  const tick = document.createElement("i");
  tick.style.left = `${(100 * each.slot) / last}%`;
  tick.className = each.slot <= time ? "past" : "";
  return tick;
}

function contradictionsShown() {
  return panels.flatMap((one) => data.policies[one.at].contradictions.map((each) => ({ each, policy: data.policies[one.at] })));
}

// The next one, and after the last the first again.
function nextContradiction() {
  const slots = contradictionsShown().map(({ each }) => each.slot).sort((a, b) => a - b);
  return slots.find((slot) => slot > time) ?? slots[0];
}

function moveTo(slot) {
  const from = time;
  time = Math.min(Math.max(slot, 0), last);
  const fresh = contradictionsShown().filter(({ each }) => each.slot > from && each.slot <= time);
  if (fresh.length) {
    const { each, policy } = fresh[fresh.length - 1];
    announce(`${labelOf(policy)}, ${fill(words.minute, { minute: minuteOf(each.slot) })} ${sentence(each)}`);
  }
  refresh();
  return fresh.length;
}

// Bring the first room and what is told of it above the controls.
function bringIntoView() {
  const hidden = panels[0].box.querySelector(".feed").getBoundingClientRect().bottom > find("play").getBoundingClientRect().top;
  const above = panels[0].box.getBoundingClientRect().top < 0;
  if (hidden || above) panels[0].box.scrollIntoView({ block: "start", behavior: quiet.matches ? "auto" : "smooth" });
}

function set(on) {
  if (on && time >= last) {
    time = 0;
    paused = false;
  }
  playing = on;
  before = null;
  held = 0;
  refresh();
  if (!on) return;
  bringIntoView();
  requestAnimationFrame(tick);
}

function tick(now) {
  if (!playing) return;
  const passed = before === null ? 0 : Math.min(now - before, 100);
  before = now;
  if (held > 0) {
    held -= passed;
  } else {
    const fresh = moveTo(time + (passed / 1000) * Number(find("speed").value) * MINUTE);
    if (fresh && !paused) {
      held = HOLD;
      paused = true;
    }
  }
  if (time >= last) set(false);
  else requestAnimationFrame(tick);
}

export function fit() {
  for (const one of panels) {
    const canvas = one.box.querySelector("canvas");
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = Math.round(canvas.clientWidth * sharp);
    canvas.height = Math.round(canvas.width / 1.5);
  }
  refresh();
}

const KEYS = {
  ArrowRight: () => moveTo(Math.floor(time) + MINUTE),
  ArrowLeft: () => moveTo(Math.ceil(time) - MINUTE),
  Home: () => moveTo(0),
  End: () => moveTo(last),
};

function listen() {
  find("time").max = last;
  find("twins").hidden = panels.length < 2;
  find("trust").hidden = data.policies.every((policy) => !policy.contradictions.length);
  find("trust-none").hidden = !find("trust").hidden;
  find("play").onclick = () => set(!playing);
  find("next").onclick = () => {
    set(false);
    const slot = nextContradiction();
    time = Math.min(time, slot - 1);
    moveTo(slot);
    bringIntoView();
  };
  find("time").oninput = () => moveTo(Number(find("time").value));
  for (const button of root.querySelectorAll("[data-language]")) {
    button.onclick = () => {
      language = button.dataset.language;
      words = data.words[language];
      relabel();
    };
  }
}

// Whether there is an evening, and it is seen.
function shown() {
  return root && find("play").offsetParent !== null;
}

document.addEventListener("keydown", (event) => {
  if (!shown()) return;
  const at = event.composedPath()[0];
  if (event.ctrlKey || event.metaKey || event.altKey || at.matches("select, [type=radio], [role=tab], summary")) return;
  if (event.key === " " && !at.matches("button")) {
    event.preventDefault();
    set(!playing);
  } else if (KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});
quiet.addEventListener("change", () => shown() && refresh());
window.addEventListener("resize", () => shown() && fit());
