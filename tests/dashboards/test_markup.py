"""Components as text are what Dash itself would have drawn: same elements, same attributes, nothing run."""

import pytest
from dash import dcc, html

from dashboards.components.attributes import attributes
from dashboards.components.drawing import element, image
from dashboards.markup import to_html


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (None, ""),
        (0, "0"),
        ([html.P("một"), None, "hai"], "<p>một</p>hai"),
        (html.P(["a", html.Span(3, className="n"), None]), '<p>a<span class="n">3</span></p>'),
        (html.P("<script>alert('x')</script> & co"), "<p>&lt;script&gt;alert('x')&lt;/script&gt; &amp; co</p>"),
        (html.A("x", href='/a?b=1&c="><i>'), '<a href="/a?b=1&amp;c=&quot;&gt;&lt;i&gt;">x</a>'),
        (html.Img(src="data:image/svg+xml,x", alt=""), '<img alt="" src="data:image/svg+xml,x">'),
        (html.Th("x", scope="row", colSpan=2, key="k"), '<th colspan="2" scope="row">x</th>'),
        (html.Details("x", open=True, hidden=False), '<details open="">x</details>'),
        (html.Div(**attributes(data_unit="BS5", aria_label="Xã")), '<div aria-label="Xã" data-unit="BS5"></div>'),
        (html.Div(style={"--columns": 2, "minWidth": "5px"}), '<div style="--columns:2;min-width:5px"></div>'),
        (html.H2(html.Code("ioc up")), "<h2><code>ioc up</code></h2>"),
    ],
)
def test_a_component_is_its_text(node: object, text: str) -> None:
    assert to_html(node) == text


def test_a_drawing_becomes_elements_with_names_of_their_own() -> None:
    shapes = [element("path", id="a", d="M0 0"), element("use", href="#a", fill="url(#b)", stroke="#abc")]
    first, second = (to_html(html.Img(src=image(side, 9, shapes), alt='Số < "3"', className="map")) for side in (9, 8))
    assert first.startswith('<svg aria-label="Số &lt; &quot;3&quot;" class="map" role="img" xmlns=')
    own = first.partition('id="a')[2].partition('"')[0]
    assert own and f'<use href="#a{own}" fill="url(#b{own})" stroke="#abc"></use>' in first
    assert second.endswith("</svg>") and own not in second
    assert to_html(html.Img(src=image(9, 9, []), alt="")).startswith('<svg aria-hidden="true" xmlns=')


def test_what_only_a_script_could_draw_is_refused() -> None:
    with pytest.raises(TypeError, match=r"dash_core_components\.Graph"):
        to_html(html.Div(dcc.Graph()))
