// Step by step: forward gate by gate, then back gate by gate. Position 0 is the inputs, the last one everything.

export class Stepper {
  constructor(circuit) {
    this.circuit = circuit;
    this.load();
    this.position = this.last;
  }

  // The order of the view that is shown.
  load() {
    this.gates = this.circuit.gates;
    this.ranks = new Map(this.gates.map((key, number) => [key, number + 1]));
    this.last = 2 * this.gates.length + 2;
  }

  // Where the way is: start, forward, turn (the gradient of the output is 1), back, all.
  get phase() {
    const count = this.gates.length;
    if (this.position === 0) return "start";
    if (this.position <= count) return "forward";
    if (this.position === count + 1) return "turn";
    return this.position === this.last ? "all" : "back";
  }

  get current() {
    const count = this.gates.length;
    if (this.phase === "forward") return this.gates[this.position - 1];
    if (this.phase === "back") return this.gates[2 * count + 1 - this.position];
    return null;
  }

  go(position) {
    this.position = Math.min(Math.max(position, 0), this.last);
    this.paint();
  }

  // Another view is shown: stay at the same place on the way.
  reload(place) {
    const { phase, nodes } = place;
    this.load();
    const inside = nodes.map((node) => this.ranks.get(this.circuit.owner(node))).filter(Boolean);
    const count = this.gates.length;
    if (phase === "start") this.position = 0;
    else if (phase === "forward" && inside.length) this.position = Math.min(...inside);
    else if (phase === "turn") this.position = count + 1;
    else if (phase === "back" && inside.length) this.position = 2 * count + 2 - Math.max(...inside);
    else this.position = this.last;
    this.paint();
  }

  get place() {
    return { phase: this.phase, nodes: this.current ? this.circuit.data.things[this.current].inside : [] };
  }

  #back(rank) {
    return 2 * this.gates.length + 2 - rank;
  }

  // The wires by which a number's gradient has come back so far, in the order in which they did; and those still to come.
  shares(key, out) {
    const links = this.circuit.linksFrom(key, out).map((link) => ({ link, at: this.#back(this.ranks.get(link.dataset.to)) }));
    links.sort((one, other) => one.at - other.at);
    return { come: links.filter((one) => one.at <= this.position).map((one) => one.link), all: links.map((one) => one.link) };
  }

  paint() {
    const { circuit } = this;
    const hide = (element, hidden) => element?.classList.toggle("pending", hidden);
    for (const key of circuit.view.order) {
      const part = circuit.parts.get(key);
      const hasValue = this.position >= (this.ranks.get(key) ?? 0);
      circuit.data.things[key].outs.forEach((out, number) => {
        for (const above of part.querySelectorAll(`.above[data-out="${number}"]`)) hide(above, !hasValue);
        const { come, all } = this.shares(key, number);
        const begun = !out.output || this.position > this.gates.length;
        const hasGradient = begun && come.length === all.length;
        for (const below of part.querySelectorAll(`.below[data-out="${number}"], .claim[data-out="${number}"]`)) hide(below, !hasGradient);
      });
    }
    for (const link of circuit.links) hide(link.querySelector(".share"), this.position < this.#back(this.ranks.get(link.dataset.to)));
    const now = this.current ? [this.current] : [];
    const into = this.current ? circuit.linksInto(this.current) : [];
    circuit.mark("forward", this.phase === "forward" ? now : [], this.phase === "forward" ? into : []);
    circuit.mark("back", this.phase === "back" ? now : [], this.phase === "back" ? into : []);
    for (const [key, part] of circuit.parts) {
      if (key === this.current) part.setAttribute("aria-current", "step");
      else part.removeAttribute("aria-current");
    }
    if (this.current) circuit.reveal(this.current);
  }
}
