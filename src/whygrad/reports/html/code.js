// The program's text, joined with the circuit.

export class Code extends EventTarget {
  constructor(pane, circuit) {
    super();
    this.pane = pane;
    this.circuit = circuit;
    this.places = [...pane.querySelectorAll(".at[data-own]")];
    this.places.forEach((place, number) => {
      place.tabIndex = number ? -1 : 0;
      place.setAttribute("role", "button");
    });
    pane.addEventListener("pointerover", (event) => this.#pointed(event.target.closest(".at[data-own]")));
    pane.addEventListener("pointerout", () => this.#pointed(null));
    pane.addEventListener("focusin", (event) => this.#pointed(event.target.closest(".at[data-own]")));
    pane.addEventListener("focusout", () => this.#pointed(null));
    pane.addEventListener("click", (event) => this.#chosen(event.target.closest(".at[data-own]")));
    pane.addEventListener("keydown", (event) => this.#key(event));
  }

  // What stands for these things is marked (of a box that is not in the text, what is inside it), and where the program
  // computes the gradients of these nodes itself.
  mark(style, keys, gradients = []) {
    const wanted = new Set(gradients.map((node) => `d${node}`));
    for (const key of keys) {
      const own = this.pane.querySelector(`.at[data-keys~="${key}"]`);
      if (own) wanted.add(key);
      else for (const node of this.circuit.data.things[key]?.inside ?? []) wanted.add(`n${node}`);
    }
    let first = null;
    for (const place of this.pane.querySelectorAll(".at")) {
      const is = place.dataset.keys.split(" ").some((key) => wanted.has(key));
      place.classList.toggle(style, is);
      first ??= is ? place : null;
    }
    return first;
  }

  reveal(place) {
    const row = place?.closest(".row");
    if (!row) return;
    const [own, frame] = [row.getBoundingClientRect(), this.pane.getBoundingClientRect()];
    if (own.top < frame.top || own.bottom > frame.bottom) this.pane.scrollBy({ top: own.top - frame.top - frame.height / 3 });
  }

  goto(line) {
    const row = this.pane.querySelector(`.row[data-line="${line}"]`);
    if (!row) return;
    this.pane.closest("section").scrollIntoView({ block: "nearest" });
    this.reveal(row);
    for (const other of this.pane.querySelectorAll(".row.found")) other.classList.remove("found");
    row.classList.add("found");
    row.querySelector(".at[data-own]")?.focus({ preventScroll: true });
  }

  // The things of a place, as they are seen now.
  #keys(place) {
    const keys = (place?.dataset.own ?? "").split(" ").filter(Boolean);
    const seen = keys.map((key) => (key.startsWith("b") ? key : this.circuit.owner(Number(key.slice(1)))));
    return [...new Set(seen.filter((key) => key && this.circuit.parts.has(key)))];
  }

  #pointed(place) {
    this.dispatchEvent(new CustomEvent("pointed", { detail: this.#keys(place) }));
  }

  #chosen(place) {
    const keys = this.#keys(place);
    if (keys.length) this.dispatchEvent(new CustomEvent("chosen", { detail: keys[0] }));
  }

  #key(event) {
    const at = this.places.indexOf(event.target);
    if (at < 0) return;
    if (event.key === "Enter" || event.key === " ") this.#chosen(event.target);
    else {
      const moves = { ArrowRight: at + 1, ArrowDown: this.#row(at, 1), ArrowLeft: at - 1, ArrowUp: this.#row(at, -1), Home: 0, End: this.places.length - 1 };
      if (!(event.key in moves)) return;
      const following = this.places[Math.min(Math.max(moves[event.key], 0), this.places.length - 1)];
      event.target.tabIndex = -1;
      following.tabIndex = 0;
      following.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #row(at, way) {
    const line = Number(this.places[at].closest(".row").dataset.line);
    const others = this.places.map((place, number) => [Number(place.closest(".row").dataset.line), number]);
    const beyond = others.filter(([own]) => (own - line) * way > 0);
    if (!beyond.length) return at;
    const near = way > 0 ? Math.min(...beyond.map(([own]) => own)) : Math.max(...beyond.map(([own]) => own));
    return beyond.find(([own]) => own === near)[1];
  }
}
