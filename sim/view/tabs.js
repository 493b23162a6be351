// Two tabs by pointer and keyboard, and a word when the program behind the window has ended.

const tabs = [...document.querySelectorAll("[role=tab]")];

function show(tab) {
  for (const each of tabs) {
    const chosen = each === tab;
    each.setAttribute("aria-selected", String(chosen));
    each.tabIndex = chosen ? 0 : -1;
    document.getElementById(each.getAttribute("aria-controls")).hidden = !chosen;
  }
  window.dispatchEvent(new Event("resize"));
  document.dispatchEvent(new Event("tabshown"));
}

tabs.forEach((tab, n) => {
  tab.addEventListener("click", () => show(tab));
  tab.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    const other = tabs[(n + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
    show(other);
    other.focus();
  });
});

let missed = 0;
setInterval(async () => {
  const answered = await fetch("alive", { cache: "no-store" }).then((answer) => answer.ok, () => false);
  missed = answered ? 0 : missed + 1;
  document.getElementById("lost").hidden = missed < 2;
}, 5000);
