"""A page whose state is its link, reduced to one number: what is taken, refused, kept beside it, and come back to."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.visiting import link


def page() -> None:
    from dataclasses import dataclass

    import streamlit as st

    from rnnviz.core.typed import InputError
    from rnnviz.state.codec import Codec
    from rnnviz.state.fields import Whole, declared
    from rnnviz.state.link import LinkError
    from rnnviz.ui.page_state import PageState

    class Short(Whole):
        def write(self, value):
            if value == 9:
                raise LinkError("9 is too long for a link.")
            return super().write(value)

    @dataclass(frozen=True)
    class Shown:
        n: int = declared(Short(0, 9), 0)

    def changed(_, n):
        if n == 7:
            raise InputError("7 cannot be shown.")
        return Shown(n)

    def kept(_):
        return {name: text for name, text in st.query_params.to_dict().items() if name == "beside"}

    codec = Codec(Shown, changed=changed, others=frozenset({"beside"}))
    it = PageState("page", codec, kept, comes_back=True)
    shown, problem = it.load()
    n = shown.n
    st.number_input("n", 0, 9, **it.knob("n", n))
    st.button("five", on_click=it.set, kwargs={"n": 5})
    st.caption(f"{n} {problem}")
    it.say("n", "page")


def test_a_page_takes_refuses_keeps_and_comes_back() -> None:
    app = AppTest.from_function(page, default_timeout=20)
    app.query_params["beside"] = "1"
    box = app.run().number_input[0]
    box.set_value(3).run()
    assert link(app) == {"n": "3", "beside": "1"}

    app.number_input[0].set_value(7).run()
    assert "7 cannot be shown" in app.warning[0].value
    assert (app.number_input[0].value, app.caption[0].value, link(app)["n"]) == (7, "3", "3")
    app.number_input[0].set_value(9).run()
    (said,) = app.warning
    assert "too long for a link" in said.value
    assert (app.number_input[0].value, app.caption[0].value, link(app)["n"]) == (3, "3", "3")
    app.button[0].click().run()
    assert not app.warning
    assert (app.number_input[0].value, link(app)) == (5, {"n": "5", "beside": "1"})

    app.query_params["n"] = "3"
    assert app.run().caption[0].value == "5", "a message that left the browser before it heard of the change"
    assert link(app) == {"n": "5", "beside": "1"}
    app.number_input[0].set_value(6).run()
    app.number_input[0].set_value(8).run()
    for late in ("5", "6"):
        app.query_params["n"] = late
        assert app.run().caption[0].value == "8", "two changes were faster than the browser's message"
    app.query_params.clear()
    assert app.run().caption[0].value == "8", "the page is come back to without a link"
    app.query_params["n"] = "many"
    assert app.run().caption[0].value == (
        r"0 n is “many”\: it must be a whole number from 0 to 9\. The rest of the link is shown."
    )
