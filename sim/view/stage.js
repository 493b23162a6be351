// The evening in the window: the same markup, drawing and player as on the page of one evening, in a shadow root.

function percent(share) {
  return `${Math.round(100 * share)} %`;
}

export function render({ model }) {
  const { words, markup, looks } = model.facts;
  const place = document.createElement("div");
  const host = document.createElement("div");
  const ask = document.createElement("button");
  const note = document.createElement("p");
  const inside = host.attachShadow({ mode: "open" });
  inside.innerHTML = `<style>${looks}</style>${markup}`; // ours, without anything that a file or a visitor stated
  host.hidden = true;
  ask.type = "button";
  ask.id = "evening-now";
  ask.className = "main";
  ask.textContent = words.eveningNow;
  note.setAttribute("role", "status");
  note.id = "evening-note";
  ask.addEventListener("click", () => {
    ask.disabled = true;
    note.textContent = words.eveningWait;
    model.send_msg({ kind: "evening" });
  });
  model.on("msg:custom", (data) => {
    ask.disabled = false;
    if (data.kind === "trouble") {
      note.textContent = data.sentence;
      return;
    }
    const share = data.data.sentOut ? words.eveningSent : words.eveningNote.replace("{share}", percent(data.share));
    note.textContent = share;
    host.hidden = false;
    play(inside, data.data);
  });
  place.className = "stage";
  place.append(ask, note, host);
  document.addEventListener("tabshown", () => host.hidden || fit());
  return place;
}
