// Where the learner stands, as an item of the link: the rest of the address is Python's.

const WAIT = 300; // ms of quiet: Safari allows 100 writes in 30 s

export class Stand {
  /** `name`: the item; `usual`: the place that is not written. */
  constructor(name, usual) {
    Object.assign(this, { name, usual });
  }

  write(place) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const all = new URLSearchParams(location.search);
      place === this.usual ? all.delete(this.name) : all.set(this.name, place);
      const query = String(all);
      if (`?${query}` !== (location.search || "?")) history.replaceState(history.state, "", query ? `?${query}` : location.pathname);
    }, WAIT);
  }

  read() {
    const found = Number(new URLSearchParams(location.search).get(this.name));
    return Number.isInteger(found) && found > 0 ? found : this.usual;
  }

  leave() {
    clearTimeout(this.timer);
  }
}
