import { drawGuest, drawSeller, drawStruck } from "./evening.js";
import { fill, made } from "./parts.js";

// Two ways side by side: whom the networker knows and what these have heard, and who brought whom, day by day.
//
// Python sends what was lived as it is lived; what is shown of it, and when, is decided here.

const INKY = "#1c1c1a";
const LINE = "#d9d6cc";
const WHOLE = 2 * Math.PI;
const PLAYED = 9000; // milliseconds for all days
const RINGS = [[0.21, 16], [0.29, 24], [0.365, 34], [0.44, 44]]; // radius, and how many a ring holds

function withAlpha(pen, alpha, draw) {
  pen.globalAlpha = alpha;
  draw();
  pen.globalAlpha = 1;
}

// What is told of a contact in one number (looks.py).
export function contactOf(number, bits) {
  return {
    heard: number & 0xffff,
    struck: (number >> bits.struck) & 1,
    believed: ((number >> bits.believed) & 127) / 100,
    bond: (number >> bits.bond) & 3,
  };
}

// Where contacts stand: close ones inside, the others around them, ring by ring; the same on every day.
export function placesOf(close) {
  const order = close.map((near, n) => [near ? 0 : 1, n]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const inner = close.filter(Boolean).length;
  const spread = (members, rings) => {
    const room = rings.reduce((sum, [, holds]) => sum + holds, 0);
    let at = 0;
    return rings.flatMap(([radius, holds], n) => {
      const rest = n === rings.length - 1 ? members - at : Math.round((members * holds) / room);
      const count = Math.min(rest, members - at);
      at += count;
      return Array.from({ length: count }, (_, k) => [radius, (WHOLE * k) / count + n * 0.4]);
    });
  };
  const spots = [...spread(inner, RINGS.slice(0, 1)), ...spread(order.length - inner, RINGS.slice(1))];
  const places = [];
  order.forEach(([, n], k) => {
    const [radius, angle] = spots[k];
    places[n] = [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)];
  });
  return places;
}

// Where everybody stands who ever worked: sponsors inside, those they brought around them.
export function treeOf(rows) {
  const asNode = ([place, person, above, company, since, left]) => ({ place, person, above, company, since, left, below: [], depth: 0 });
  const at = new Map(rows.map((row) => [row[0], asNode(row)]));
  const roots = [];
  for (const node of at.values()) {
    const sponsor = at.get(node.above);
    if (sponsor && sponsor.place < node.place) {
      sponsor.below.push(node);
      node.depth = sponsor.depth + 1;
    } else roots.push(node);
  }
  roots.sort((a, b) => a.company - b.company || a.place - b.place);
  const leaves = (node) => (node.leaves = node.below.reduce((sum, each) => sum + leaves(each), 0) || 1);
  const all = roots.reduce((sum, root) => sum + leaves(root), 0);
  const deepest = Math.max(1, ...[...at.values()].map((node) => node.depth));
  const turn = (node, from) => {
    const width = (WHOLE * node.leaves) / all;
    node.angle = from + width / 2;
    node.radius = 0.17 + (0.29 * node.depth) / deepest;
    let next = from;
    for (const each of node.below) next = turn(each, next);
    return from + width;
  };
  let from = -Math.PI / 2;
  for (const root of roots) from = turn(root, from);
  for (const node of at.values()) {
    node.x = 0.5 + node.radius * Math.cos(node.angle);
    node.y = 0.5 + node.radius * Math.sin(node.angle);
    node.sponsor = at.get(node.above);
  }
  return [...at.values()];
}

// Ids of places that the networker holds or that came through them by a day.
function broughtBy(nodes, person, day) {
  const found = new Set();
  for (const node of nodes) {
    if (node.since > day) continue;
    if (node.person === person || (node.sponsor && found.has(node.above))) found.add(node.place);
  }
  return found;
}

function paper(canvas) {
  const sharp = Math.min(window.devicePixelRatio || 1, 2);
  const wide = Math.round((canvas.clientWidth || 300) * sharp);
  if (canvas.width !== wide) canvas.width = canvas.height = wide;
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, wide, wide);
  return [pen, wide];
}

function drawCircle(canvas, facts, side, at) {
  const [pen, scale] = paper(canvas);
  const counts = { contacts: side.contacts.length, heard: 0, struck: 0, with: 0 };
  pen.strokeStyle = LINE;
  pen.lineWidth = 0.0025 * scale;
  for (const [radius] of RINGS) {
    pen.beginPath();
    pen.arc(scale / 2, scale / 2, radius * scale, 0, WHOLE);
    pen.stroke();
  }
  const size = Math.max(0.011, Math.min(0.02, 0.17 / Math.sqrt(side.contacts.length || 1))) * scale;
  const places = placesOf(side.close);
  const row = side.circle[at] || [];
  side.contacts.forEach((_, n) => {
    const stands = contactOf(row[n] || 0, facts.bits);
    counts.heard += stands.heard ? 1 : 0;
    counts.struck += stands.struck;
    counts.with += stands.bond && stands.heard ? 1 : 0;
    const spot = places[n].map((value) => value * scale);
    if (stands.heard) {
      pen.strokeStyle = LINE;
      pen.beginPath();
      pen.moveTo(scale / 2, scale / 2);
      pen.lineTo(...spot);
      pen.stroke();
    }
  });
  side.contacts.forEach((_, n) => {
    const stands = contactOf(row[n] || 0, facts.bits);
    const spot = places[n].map((value) => value * scale);
    const strength = stands.heard ? 0.25 + 0.75 * Math.min(1, stands.believed / 0.7) : 0.75;
    withAlpha(pen, strength, () => drawGuest(pen, spot, size, stands.heard, facts.colors));
    if (stands.bond && stands.heard) {
      pen.beginPath();
      pen.arc(...spot, size * 1.15, 0, WHOLE);
      pen.strokeStyle = INKY;
      pen.lineWidth = size * 0.35;
      pen.stroke();
    }
    if (stands.struck) drawStruck(pen, spot, size);
  });
  drawSeller(pen, [scale / 2, scale / 2], 0.03 * scale, hatsOf(facts, side));
  return counts;
}

// The colors of the stories of a networker's businesses.
function hatsOf(facts, side) {
  const companies = new Set(side.positions.filter((row) => row[1] === side.person).map((row) => row[3]));
  return [...companies].map((company) => facts.colors[facts.topicOf[company]]);
}

function drawTree(canvas, facts, side, day) {
  const [pen, scale] = paper(canvas);
  const nodes = side.tree;
  const mine = broughtBy(nodes, side.person, day);
  const there = nodes.filter((node) => node.since <= day);
  const gone = (node) => node.left >= 0 && node.left <= day;
  for (const strong of [false, true]) {
    pen.strokeStyle = strong ? INKY : "#c9c6bb";
    pen.lineWidth = (strong ? 0.005 : 0.003) * scale;
    for (const node of there) {
      if (!node.sponsor || (mine.has(node.place) && mine.has(node.above)) !== strong) continue;
      pen.beginPath();
      pen.moveTo(node.sponsor.x * scale, node.sponsor.y * scale);
      pen.lineTo(node.x * scale, node.y * scale);
      pen.stroke();
    }
  }
  const size = Math.max(0.0065, Math.min(0.013, 0.11 / Math.sqrt(nodes.length || 1))) * scale;
  for (const node of there) {
    if (node.person === side.person) continue;
    pen.beginPath();
    pen.arc(node.x * scale, node.y * scale, size * (mine.has(node.place) ? 1.3 : 1), 0, WHOLE);
    pen.fillStyle = gone(node) ? "#ffffff" : facts.colors[facts.topicOf[node.company]];
    pen.strokeStyle = mine.has(node.place) ? INKY : gone(node) ? "#b5b1a5" : facts.colors[facts.topicOf[node.company]];
    pen.lineWidth = size * (mine.has(node.place) ? 0.45 : 0.25);
    pen.fill();
    pen.stroke();
  }
  for (const node of there) {
    if (node.person !== side.person) continue;
    const color = gone(node) ? "#ffffff" : facts.colors[facts.topicOf[node.company]];
    drawSeller(pen, [node.x * scale, node.y * scale], size * 1.7, [color]);
  }
  const working = there.filter((node) => !gone(node));
  const below = working.filter((node) => mine.has(node.place) && node.person !== side.person);
  return { working: new Set(working.map((node) => node.person)).size, below: new Set(below.map((node) => node.person)).size };
}

function empty() {
  return { days: [], circle: [], contacts: [], close: [], positions: [], tree: [], person: -1 };
}

function panel(words, name, side) {
  const canvas = (kind) => {
    const picture = made("canvas", { className: kind, width: 300, height: 300 });
    picture.setAttribute("role", "img");
    return picture;
  };
  return made("section", { className: `way way${side}` },
    made("h3", {}, made("i", { className: "sample" }), name),
    made("figure", {}, made("figcaption", { textContent: words.circle }), canvas("circle"), made("p", { className: "circle-line" })),
    made("figure", {}, made("figcaption", { textContent: words.tree }), canvas("tree"), made("p", { className: "tree-line" })));
}

function legend(facts, words) {
  const item = (kind, color, text) => {
    const mark = made("i", { className: kind });
    if (color) mark.style.background = color;
    return made("li", {}, mark, text);
  };
  const topics = [...new Set(facts.businesses.map((name) => facts.topicOf[facts.companies.indexOf(name)]))];
  const heard = topics.map((topic) => item("dot", facts.colors[topic], facts.topics[topic]));
  const list = made("ul", { className: "legend" }, item("hat", "", words.hat), ...heard, item("dot", "#c4c1b8", words.nothing),
    item("struck", "", words.struck), item("bond", "", words.bond), item("gone", "", words.gone));
  list.setAttribute("aria-label", words.legend);
  return made("div", {}, list, made("p", { className: "small", textContent: `${words.pale}. ${words.inner}.` }));
}

export function render({ model }) {
  const facts = model.facts;
  const words = facts.words;
  const ways = facts.ways.map((name, side) => panel(words, name, side));
  const sides = [empty(), empty()];
  const talk = made("div", { className: "talk" });
  talk.setAttribute("role", "status");
  talk.append(made("p", { className: "wait", textContent: words.living }));
  const follow = made("select", { id: "follow" });
  const play = made("button", { type: "button", id: "play", className: "main", textContent: words.play });
  const time = made("input", { type: "range", id: "day", min: 0, max: 0, step: 1, value: 0 });
  time.setAttribute("aria-label", words.day);
  const clock = made("output", { id: "clock", htmlFor: "day" });
  const heading = made("h2", { textContent: words.difference });
  const bar = made("div", { className: "bar" }, play, time, clock);
  const whom = made("div", { className: "field follow" }, made("label", { htmlFor: "follow", textContent: words.person }), follow);
  const box = made("div", { className: "pictures" }, made("section", { className: "difference" }, heading, talk), whom,
    made("div", { className: "ways" }, ...ways), bar, legend(facts, words));
  let number = 0;
  let entry = 0;
  let at = 0;
  let follows = true; // shows the latest day as it is lived
  let playing = null;
  let drawn = false;

  const lastOf = () => Math.max(0, Math.min(...sides.map((side) => side.days.length)) - 1);
  const refresh = () => {
    if (drawn) return;
    drawn = true;
    requestAnimationFrame(show);
  };

  function show() {
    drawn = false;
    if (!sides[0].days.length) return;
    at = Math.min(at, lastOf());
    const day = sides[0].days[at];
    time.max = lastOf();
    time.value = at;
    clock.textContent = fill(words.dayOf, { day, all: facts.all });
    time.setAttribute("aria-valuetext", clock.textContent);
    play.textContent = playing !== null ? words.pause : at >= lastOf() ? words.again : words.play;
    ways.forEach((way, n) => {
      const circle = way.querySelector("canvas.circle");
      const tree = way.querySelector("canvas.tree");
      const known = drawCircle(circle, facts, sides[n], at);
      const brought = drawTree(tree, facts, sides[n], entry + day);
      const values = { way: facts.ways[n], day, ...known, ...brought };
      circle.setAttribute("aria-label", fill(words.circleLabel, values));
      tree.setAttribute("aria-label", fill(words.treeLabel, values));
      way.querySelector(".circle-line").textContent = fill(words.circleLine, values);
      way.querySelector(".tree-line").textContent = fill(words.treeLine, values);
    });
    box.dispatchEvent(new CustomEvent("day", { detail: at }));
    box.dataset.number = number;
    box.dataset.days = sides[0].days[lastOf()];
  }

  function before(data) {
    clock.textContent = fill(words.before, data);
    if (number !== data.number) {
      number = data.number;
      sides.splice(0, 2, empty(), empty());
      talk.replaceChildren(made("p", { className: "wait", textContent: words.living }));
    }
    ways.forEach((way, n) => {
      sides[n].tree = treeOf(data.positions);
      const brought = drawTree(way.querySelector("canvas.tree"), facts, sides[n], data.day);
      paper(way.querySelector("canvas.circle"));
      way.querySelector(".circle-line").textContent = fill(words.before, data);
      way.querySelector(".tree-line").textContent = fill(words.treeLine, { ...brought, below: 0 });
    });
    box.dataset.before = data.day;
  }

  function take(data) {
    if (data.number !== number) {
      number = data.number;
      sides.splice(0, 2, empty(), empty());
      follows = true;
      stop();
      talk.replaceChildren(made("p", { className: "wait", textContent: words.living }));
    }
    entry = data.entry;
    data.sides.forEach((news, n) => {
      const side = sides[n];
      side.days.splice(news.first, Infinity, ...news.days);
      side.circle.splice(news.first, Infinity, ...news.circle);
      Object.assign(side, { contacts: news.contacts, close: news.close, person: news.person, positions: news.positions });
      side.tree = treeOf(news.positions);
    });
    people(data);
    if (follows) at = lastOf();
    refresh();
  }

  function people(data) {
    const ids = data.people.map(([id]) => id).join();
    if (follow.dataset.ids !== ids) {
      follow.dataset.ids = ids;
      const named = ([id, contacts]) => fill(words.personNumber, { id, contacts });
      follow.replaceChildren(...data.people.map((each, n) => made("option", { value: n, textContent: named(each) })));
    }
    follow.value = Math.min(data.followed, data.people.length - 1);
  }

  function say(data) {
    const [people_, ...others] = data.sentences;
    talk.replaceChildren(made("p", { className: "lead", textContent: people_ }),
      ...[...others, data.worlds].map((textContent) => made("p", { textContent })), made("p", { className: "small", textContent: data.caution }));
  }

  function stop() {
    cancelAnimationFrame(playing);
    playing = null;
  }

  function start() {
    follows = false;
    if (at >= lastOf()) at = 0;
    let from = performance.now() - (at / Math.max(1, lastOf())) * PLAYED;
    const tick = (now) => {
      at = Math.min(lastOf(), Math.floor(((now - from) / PLAYED) * lastOf()));
      playing = at >= lastOf() ? null : requestAnimationFrame(tick);
      show();
    };
    playing = requestAnimationFrame(tick);
    refresh();
  }

  play.addEventListener("click", () => {
    if (playing === null) start();
    else {
      stop();
      refresh();
    }
  });
  time.addEventListener("input", () => {
    stop();
    at = Number(time.value);
    follows = at >= lastOf();
    refresh();
  });
  follow.addEventListener("change", () => model.send_msg({ kind: "follow", person: Number(follow.value) }));
  model.on("msg:custom", (data) => {
    if (data.kind === "before") before(data);
    if (data.kind === "days") take(data);
    if (data.kind === "words") say(data);
    if (data.kind === "trouble") talk.replaceChildren(made("p", { className: "trouble", textContent: data.sentence }));
  });
  new ResizeObserver(refresh).observe(box);
  setTimeout(() => model.send_msg({ kind: "ready" }));
  return box;
}
