// Where the learner stands, as items of the link: the rest of the address is Python's.

import { Address, stands } from "./address.js";

export class Stand {
  /**
   * `usual`: the items, each with the place that is not written.
   * @param {Record<string, number>} usual
   */
  constructor(usual) {
    this.usual = usual;
    this.address = new Address();
  }

  /** @param {Record<string, number>} places */
  write(places) {
    const asked = () => {
      const all = new URLSearchParams(location.search);
      for (const [name, place] of Object.entries(places))
        place === this.usual[name] ? all.delete(name) : all.set(name, String(place));
      return String(all);
    };
    stands(asked);
    this.address.later(() => {
      const query = asked();
      if (`?${query}` !== (location.search || "?"))
        history.replaceState(history.state, "", query ? `?${query}` : location.pathname);
    });
  }

  /** @param {string} name */
  read(name) {
    const found = Number(new URLSearchParams(location.search).get(name));
    return Number.isInteger(found) && found > 0 ? found : this.usual[name];
  }

  leave() {
    this.address.leave();
  }
}
