// An evening on a canvas: who stands with whom, what each guest has heard, and where two stories meet.
//
// Everything here takes plain data (see told.py) and knows nothing of the page around it. Times are in slots,
// positions in heights of the room, which is ROOM wide and 1 high.

const ROOM = 1.5;
const INK = "#1c1c1a";
const SOFT = "#5c5c57";
const NOTHING = "#c4c1b8";
const BROKEN = "#b00020";
const PAPER = "#ffffff";
const FLOOR = "#f6f5f1";
const FLASH = 9; // slots for which a contradiction is marked
const ROUNDS = 14; // of pushing circles apart
const COMFORT = 2.1; // how far circles keep away from each other if there is room, in their reaches
const DRIFT = 0.02; // how fast they do so

// Who stands together in each slot: lists of places, those who stand alone included.
export function circlesBySlot(stretches, people, slots) {
  const starting = Array.from({ length: slots }, () => []);
  for (let k = 0; k < stretches.length; k += 4) {
    for (let slot = stretches[k + 2]; slot < Math.min(stretches[k + 3], slots); slot += 1) {
      starting[slot].push([stretches[k], stretches[k + 1]]);
    }
  }
  return starting.map((pairs) => together(pairs, people));
}

function together(pairs, people) {
  const root = Array.from({ length: people }, (_, place) => place);
  const find = (place) => {
    let top = place;
    while (root[top] !== top) top = root[top] = root[root[top]];
    return top;
  };
  for (const [a, b] of pairs) root[Math.max(find(a), find(b))] = Math.min(find(a), find(b));
  const circles = new Map();
  for (let place = 0; place < people; place += 1) {
    if (!circles.has(find(place))) circles.set(find(place), []);
    circles.get(find(place)).push(place);
  }
  return [...circles.values()];
}

// Radius of a guest, smaller in a full room.
export function sizeOf(people) {
  return Math.min(0.023, Math.max(0.008, 0.135 / Math.sqrt(people)));
}

function ring(members, size) {
  return members < 2 ? 0 : Math.max(1.7 * size, (1.35 * size) / Math.sin(Math.PI / members));
}

// Where everybody stands in each slot, and the middle and radius of each circle. The same data gives the same picture.
export function layOut(slots, people, speaker) {
  const size = sizeOf(people);
  let last = Array.from({ length: people }, (_, place) => {
    const angle = place * 2.39996;
    const far = Math.sqrt((place + 0.5) / people) * 0.46;
    return [ROOM / 2 + far * Math.cos(angle) * ROOM, 0.5 + far * Math.sin(angle)];
  });
  return slots.map((circles) => {
    const discs = circles.map((members) => discOf(members, last, size, members.includes(speaker)));
    for (let round = 0; round < ROUNDS; round += 1) pushApart(discs);
    const at = last.slice();
    for (const disc of discs) standAround(disc, last, at);
    last = at;
    return { at, discs };
  });
}

function discOf(members, last, size, central) {
  let x = 0;
  let y = 0;
  for (const place of members) {
    x += last[place][0] / members.length;
    y += last[place][1] / members.length;
  }
  if (central) {
    x += 0.05 * (ROOM / 2 - x);
    y += 0.05 * (0.52 - y);
  }
  const around = ring(members.length, size) * (central ? 1.35 : 1);
  return { members, x, y, around, reach: around + 2.1 * size, central };
}

function pushApart(discs) {
  for (let a = 0; a < discs.length; a += 1) {
    for (let b = a + 1; b < discs.length; b += 1) {
      const dx = discs[b].x - discs[a].x || 0.001 * (1 + a);
      const dy = discs[b].y - discs[a].y || 0.001 * (1 + b);
      const wanted = discs[a].reach + discs[b].reach;
      const wished = wanted * COMFORT;
      if (Math.abs(dx) >= wished || Math.abs(dy) >= wished) continue;
      const apart = Math.hypot(dx, dy);
      if (apart >= wished) continue;
      const push = apart < wanted ? (wanted - apart) / apart : (DRIFT * (wished - apart)) / apart;
      const share = discs[b].members.length / (discs[a].members.length + discs[b].members.length);
      discs[a].x -= dx * push * share;
      discs[a].y -= dy * push * share;
      discs[b].x += dx * push * (1 - share);
      discs[b].y += dy * push * (1 - share);
    }
  }
  for (const disc of discs) {
    disc.x = Math.min(ROOM - disc.reach, Math.max(disc.reach, disc.x));
    disc.y = Math.min(1 - disc.reach, Math.max(disc.reach + 0.035, disc.y));
  }
}

function standAround(disc, last, at) {
  const count = disc.members.length;
  if (count === 1) {
    at[disc.members[0]] = [disc.x, disc.y];
    return;
  }
  const angle = (place) => Math.atan2(last[place][1] - disc.y, last[place][0] - disc.x);
  const order = disc.members.map((place) => [angle(place), place]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let sines = 0;
  let cosines = 0;
  order.forEach(([turned], n) => {
    sines += Math.sin(turned - (2 * Math.PI * n) / count);
    cosines += Math.cos(turned - (2 * Math.PI * n) / count);
  });
  const first = Math.atan2(sines, cosines);
  order.forEach(([, place], n) => {
    const turned = first + (2 * Math.PI * n) / count;
    at[place] = [disc.x + disc.around * Math.cos(turned), disc.y + disc.around * Math.sin(turned)];
  });
}

// What is known at a time: stories each guest has heard (bit sets), whom it struck, and what is being told just now.
export function stateAt(policy, slots, speaker, time) {
  const now = Math.min(Math.floor(time), slots.length - 1);
  const people = slots[0].reduce((sum, circle) => sum + circle.length, 0);
  const heard = new Int32Array(people);
  const struck = new Set();
  let said = -1;
  let saying = 0;
  for (const [slot, listener, topics] of policy.heard) {
    if (slot > now) break;
    heard[listener] |= topics;
    said = slot;
    saying = topics;
  }
  const past = policy.contradictions.filter((each) => each.slot <= now);
  for (const each of past) {
    struck.add(each.listener);
    heard[each.listener] |= each.before;
    if (each.aloud) for (const place of each.circle) heard[place] |= each.told | each.before;
  }
  for (let slot = Math.max(said, 0); slot <= now; slot += 1) {
    if (slots[slot].find((circle) => circle.includes(speaker)).length === 1) saying = 0;
  }
  return { heard, struck, saying, past };
}

function ease(part) {
  return part * part * (3 - 2 * part);
}

// Draw a moment. `scene` holds data (told.py), policy, slots and places (from circlesBySlot and layOut), time, still
// (whether nothing may glide or pulse), and words (seller, guest, and what is said in a bubble).
export function draw(canvas, scene) {
  const { data, policy, slots, places, still } = scene;
  const time = Math.min(Math.max(scene.time, 0), slots.length - 1);
  const now = Math.floor(time);
  const next = Math.min(now + 1, slots.length - 1);
  const part = still ? 0 : ease(time - now);
  const scale = canvas.height;
  const pen = canvas.getContext("2d");
  const state = stateAt(policy, slots, data.speaker, time);
  const size = sizeOf(data.people.length) * scale;
  const where = (place) => {
    const [x, y] = places[now].at[place];
    const [u, v] = places[next].at[place];
    return [(x + (u - x) * part) * scale, (y + (v - y) * part) * scale];
  };
  pen.fillStyle = FLOOR;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  drawCircles(pen, places[now].discs, 1 - part, state.saying, data, scale);
  drawCircles(pen, places[next].discs, part, state.saying, data, scale);
  drawFacing(pen, data, policy, now, where, size);
  for (let place = 0; place < data.people.length; place += 1) {
    if (place !== data.speaker) drawGuest(pen, where(place), size, state.heard[place], data.colors);
  }
  for (const place of state.struck) drawStruck(pen, where(place), size);
  drawSeller(pen, where(data.speaker), size * 1.25, colorsOf(state.saying, data.colors));
  for (const each of state.past) {
    const age = time - each.slot;
    if (age < FLASH) drawFlash(pen, where(each.listener), size, age, still);
  }
  const fresh = state.past.filter((each) => time - each.slot < FLASH).slice(-1);
  for (const each of fresh) {
    const spots = { guest: where(each.listener), seller: where(data.speaker) };
    drawBubble(pen, canvas, spots, size, scene.words.bubble(each), each.aloud);
  }
}

function colorsOf(topics, colors) {
  return colors.filter((_, bit) => (topics >> bit) & 1);
}

function disk(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
}

function drawCircles(pen, discs, strength, saying, data, scale) {
  for (const disc of discs) {
    if (disc.members.length < 2 || strength <= 0) continue;
    disk(pen, disc.x * scale, disc.y * scale, disc.reach * scale);
    pen.globalAlpha = strength;
    pen.fillStyle = "#e7e4da";
    pen.fill();
    const told = colorsOf(saying, data.colors);
    if (disc.central && told.length) {
      if (told.length === 1) {
        pen.globalAlpha = 0.2 * strength;
        pen.fillStyle = told[0];
        pen.fill();
        pen.globalAlpha = strength;
      }
      told.forEach((color, n) => {
        pen.beginPath();
        const [from, to] = [n, n + 1].map((k) => (2 * Math.PI * k) / told.length - Math.PI / 2);
        pen.arc(disc.x * scale, disc.y * scale, disc.reach * scale, from, to);
        pen.strokeStyle = color;
        pen.lineWidth = 0.006 * scale;
        pen.stroke();
      });
    }
    pen.globalAlpha = 1;
  }
}

// Lines to those who face the networker, and so hear what is said.
function drawFacing(pen, data, policy, now, where, size) {
  const stretches = data.circles[policy.circles];
  const [x, y] = where(data.speaker);
  pen.strokeStyle = SOFT;
  pen.lineWidth = Math.max(1, size * 0.12);
  for (let k = 0; k < stretches.length; k += 4) {
    const [a, b, from, to] = [0, 1, 2, 3].map((n) => stretches[k + n]);
    if ((a !== data.speaker && b !== data.speaker) || now < from || now >= to) continue;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(...where(a === data.speaker ? b : a));
    pen.stroke();
  }
}

export function drawGuest(pen, [x, y], size, heard, colors) {
  const told = colorsOf(heard, colors);
  disk(pen, x, y, size);
  pen.fillStyle = told.length ? told[0] : NOTHING;
  pen.fill();
  told.slice(1).forEach((color, n) => {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.arc(x, y, size, (2 * Math.PI * (n + 1)) / told.length + Math.PI / 2, 2.5 * Math.PI);
    pen.fillStyle = color;
    pen.fill();
  });
  disk(pen, x, y, size);
  pen.lineWidth = Math.max(1, size * 0.14);
  pen.strokeStyle = PAPER;
  pen.stroke();
}

export function drawStruck(pen, [x, y], size) {
  disk(pen, x, y, size * 1.25);
  pen.lineWidth = size * 0.4;
  pen.strokeStyle = BROKEN;
  pen.stroke();
}

// The one with a hat, in the color of what they are telling.
export function drawSeller(pen, [x, y], size, told) {
  disk(pen, x, y, size * 1.35);
  pen.fillStyle = PAPER;
  pen.fill();
  disk(pen, x, y, size);
  pen.lineWidth = size * 0.3;
  pen.strokeStyle = INK;
  pen.stroke();
  const hat = told.length ? told : [INK];
  const width = 1.5 * size;
  hat.forEach((color, n) => {
    pen.fillStyle = color;
    pen.fillRect(x - width / 2 + (width / hat.length) * n, y - size * 2.1, width / hat.length, size * 1.4);
  });
  pen.fillStyle = INK;
  pen.fillRect(x - size * 1.35, y - size * 0.85, size * 2.7, size * 0.32);
  pen.lineWidth = size * 0.16;
  pen.strokeRect(x - width / 2, y - size * 2.1, width, size * 1.25);
}

function drawFlash(pen, [x, y], size, age, still) {
  const waves = still ? [0.35] : [0, 0.33, 0.66].map((shift) => (age / 3 + shift) % 1);
  for (const wave of waves) {
    disk(pen, x, y, size * (1.6 + 3.4 * wave));
    pen.globalAlpha = still ? 1 : (1 - wave) * (1 - age / FLASH);
    pen.lineWidth = size * 0.5;
    pen.strokeStyle = BROKEN;
    pen.stroke();
  }
  pen.globalAlpha = 1;
}

// What the guest says or thinks, above them, or below if the one with the hat stands there.
function drawBubble(pen, canvas, { guest: [x, y], seller }, size, text, aloud) {
  const letters = Math.max(0.034 * canvas.height, 12 * (canvas.width / (canvas.clientWidth || canvas.width)));
  pen.font = `${aloud ? "bold " : "italic "}${letters}px Helvetica, Arial, sans-serif`;
  const width = pen.measureText(text).width + letters * 1.2;
  const height = letters * 1.75;
  const left = Math.min(Math.max(x - width / 2, 4), canvas.width - width - 4);
  const above = y - size * 4 - height;
  const aside = seller[0] < left - size * 2 || seller[0] > left + width + size * 2;
  const covers = !aside && seller[1] > above - size * 2 && seller[1] < above + height + size * 3;
  const below = y + size * 4;
  const top = above > 4 && !(covers && below + height < canvas.height) ? above : below;
  pen.fillStyle = PAPER;
  pen.strokeStyle = BROKEN;
  pen.lineWidth = letters * 0.12;
  pen.setLineDash(aloud ? [] : [letters * 0.35, letters * 0.25]);
  pen.beginPath();
  pen.roundRect(left, top, width, height, letters * 0.5);
  pen.fill();
  pen.stroke();
  pen.setLineDash([]);
  pen.fillStyle = aloud ? BROKEN : SOFT;
  pen.textBaseline = "middle";
  pen.fillText(text, left + letters * 0.6, top + height / 2);
}
