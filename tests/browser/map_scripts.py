"""What the map's own scripts are asked in the browser: a map that is overtaken by another, and the pure ones."""

OVERTAKEN = """async () => {
    const { default: show, mark } = await import(new URL("assets/map/scatter.js", document.baseURI).href);
    const parentElement = document.createElement("div");
    parentElement.innerHTML = '<div class="scatter"></div>';
    document.querySelector(".scatter").parentElement.append(parentElement);
    const shape = { space: "three", labels: ["a", "b", "c"], slices: [[[0, 1, 2], [0, 2, 1]]], names: [""] };
    const geometry = (rev) => ({ ...shape, rev, start: null, colour: null, path: false });
    const data = (rev) => ({ name: "twice", alt: "Three points", geometry: geometry(rev) });
    const call = (rev) => show({ parentElement, data: data(rev), setStateValue() {} });
    const [first, second] = [call("1"), call("2")];
    (await first)();
    const leave = await second;
    mark({ parentElement, data: { name: "twice", space: "three", chosen: 1 } });
    const plot = parentElement.querySelector(".plot");
    for (let n = 0; n < 60 && !plot.data?.[3].x.length; n += 1) await new Promise((done) => setTimeout(done, 50));
    const shown = plot.data && [0, 3].map((trace) => plot.data[trace].x);
    parentElement.remove();
    leave();
    return shown;
}"""

PURE = """async () => {
    const at = (name) => new URL(`assets/map/${name}.js`, document.baseURI).href;
    const names = ["geometry", "labels", "search", "motion"];
    const [geometry, labels, search, motion] = await Promise.all(names.map((it) => import(at(it))));
    const wrong = [], check = (ok, what) => ok || wrong.push(what);
    const near = (a, b) => a.every((column, n) => column.every((value, row) => Math.abs(value - b[n][row]) < 1e-9));

    const spot = (n) => ({ x: (n * 97.3) % 800, y: (n * 61.7) % 500, text: "x".repeat(1 + (n % 12)) });
    const spots = Array.from({ length: 400 }, (_, n) => spot(n));
    const kept = labels.roomy(spots, { width: 800, height: 500 }).map((n) => labels.boxOf(spots[n]));
    check(kept.length > 40, "few labels");
    check(kept.length <= 120, "more than asked for");
    const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    check(kept.every((a, n) => kept.slice(n + 1).every((b) => apart(a, b))), "labels overlap");
    check(kept.every((it) => it.left >= 0 && it.right <= 800 && it.top >= 0), "a label is cut off");
    check(labels.roomy([{ x: -5, y: 50, text: "a" }], { width: 800, height: 500 }).length === 0, "outside");

    const found = search.matches(["scatter", "cat", "category", "dog", "CAT", "concat"], " Cat ");
    check(JSON.stringify(found) === "[1,4,2,0,5]", `search ${found}`);
    check(search.matches(["a"], " ").length === 0, "nothing asked, something found");
    const taken = [], box = new search.Search((row) => taken.push(row)), none = () => {};
    const press = (...keys) => keys.forEach((key) => box.key({ key, preventDefault: none, stopPropagation: none }));
    box.show(["cat", "category", "dog"]);
    box.input.value = "cat";
    box.look();
    press("ArrowDown");
    box.show(["cat", "category", "dog"]);
    press("Enter");
    check(taken.join() === "1", `the map was drawn anew between two keys: ${taken}`);
    press("Enter");
    check(taken.join() === "1,1", `Enter again: ${taken}`);
    box.look();
    box.show(["dog", "categories"]);
    box.input.value = "cat";
    press("Escape", "Enter");
    check(taken.join() === "1,1,1", `other points: ${taken}`);

    const here = [[0, 2, 4], [1, 1, 3]], from = geometry.frameOf([here]), to = geometry.frameOf([[[10, 30], [5, 5]]]);
    check(from.half === 2 && from.mid[0] === 2 && from.mid[1] === 2, "frame");
    const there = geometry.carried(here, from, to);
    check(near(there, [[10, 20, 30], [0, 0, 10]]), `carried ${there}`);
    check(near(geometry.carried(there, to, from), here), "not carried back");
    const deep = geometry.frameOf([[[0, 1], [0, 1], [0, 8]]]);
    check(geometry.carried(here, from, deep)[2].every((z) => z === 4), "a new axis");
    const slices = [here, [[10, 12, 14], [1, 1, 3]]];
    check(near(geometry.between(slices, 0.5), [[5, 7, 9], [1, 1, 3]]), "between");
    check(geometry.between(slices, 1) === slices[1], "at a slice");
    check(JSON.stringify(geometry.tracks(slices, [2], 0.5)[0]) === "[4,9,null]", "trail");
    check(JSON.stringify(geometry.spokes(here, 0, [2])[0]) === "[0,4,null]", "line to a neighbour");
    check([0, 0.5, 1].every((share) => Math.abs(geometry.eased(share) - share) < 1e-12), "eased");

    const seen = [];
    await new Promise((over) => new motion.Motion(() => {}).start(60, (share) => seen.push(share), over));
    check(JSON.stringify(seen) === "[1]", `moved all the same: ${seen}`);
    return wrong;
}"""
