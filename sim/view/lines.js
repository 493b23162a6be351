// Two lines over the days, the first way dashed, and a rule at the day that is shown.

const LOOKS = [["#85827a", [7, 5]], ["#1c1c1a", []]];
const [LEFT, RIGHT, TOP, BOTTOM] = [58, 10, 8, 22];

// Round steps of which about four fit between two numbers.
export function stepsBetween(low, high) {
  const rough = (high - low) / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough);
  const found = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n += 1) found.push(n * step + 0);
  return found;
}

function endsOf(columns) {
  const known = columns.flat().filter((value) => value !== null);
  const [low, high] = [Math.min(0, ...known), Math.max(0, ...known)];
  const room = 0.05 * (high - low) || 1;
  return [low < 0 ? low - room : 0, high > 0 || low === high ? high + room : 0];
}

// Draw columns of values by day, null where nothing is known; `at` is a place in `days`.
export function drawLines(canvas, days, columns, at, written) {
  const sharp = Math.min(window.devicePixelRatio || 1, 2);
  canvas.width = Math.round(canvas.clientWidth * sharp);
  canvas.height = Math.round(canvas.clientHeight * sharp);
  const pen = canvas.getContext("2d");
  pen.scale(sharp, sharp);
  const [wide, tall] = [canvas.clientWidth, canvas.clientHeight];
  const [low, high] = endsOf(columns);
  const last = days[days.length - 1] || 1;
  const across = (day) => LEFT + ((wide - LEFT - RIGHT) * day) / last;
  const down = (value) => TOP + ((tall - TOP - BOTTOM) * (high - value)) / (high - low);
  const rule = (x, y, u, v, color) => {
    pen.strokeStyle = color;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(u, v);
    pen.stroke();
  };
  pen.font = "12px Helvetica, Arial, sans-serif";
  pen.fillStyle = "#5c5c57";
  pen.textBaseline = "middle";
  for (const value of stepsBetween(low, high)) {
    rule(LEFT, down(value), wide - RIGHT, down(value), value === 0 ? "#b5b1a5" : "#eeece5");
    pen.textAlign = "right";
    pen.fillText(written(value), LEFT - 6, down(value));
  }
  pen.textAlign = "center";
  for (const day of stepsBetween(0, last)) pen.fillText(String(day), Math.min(across(day), wide - 14), tall - 9);
  rule(across(days[at]), TOP, across(days[at]), tall - BOTTOM, "#2f7fd0");
  columns.forEach((values, n) => {
    [pen.strokeStyle, pen.lineWidth] = [LOOKS[n][0], 2.5];
    pen.setLineDash(LOOKS[n][1]);
    pen.beginPath();
    values.forEach((value, k) => {
      if (value !== null) pen[k && values[k - 1] !== null ? "lineTo" : "moveTo"](across(days[k]), down(value));
    });
    pen.stroke();
  });
}
