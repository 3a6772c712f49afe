"""Templates keep the strict content policy, the purity of live regions and both languages."""

import re

import pytest

from tests.house.tree import ROOT, templates

TAG_OR_TEXT = r"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
FORBIDDEN = {
    "hx-on is dead under the content policy": re.compile(r"\bhx-on[:=\-]"),
    "js: in an attribute is dead under the content policy": re.compile(
        r"""\bhx-(vals|headers|vars)\s*=\s*["']?\s*js:"""
    ),
    "a filter in hx-trigger fires unfiltered under the content policy": re.compile(
        r"""hx-trigger\s*=\s*["'](?:[^"']*,)?\s*[\w:.-]+\["""
    ),
    "inline style": re.compile(rf"<\w{TAG_OR_TEXT}\sstyle\s*=|<style\b", re.IGNORECASE),
    "inline event handler": re.compile(rf"<\w{TAG_OR_TEXT}\son[a-z]+\s*=", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "javascript: address": re.compile(r"""=\s*["']?javascript:""", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off"),
    "something fetched from elsewhere": re.compile(
        r"""<(script|link|img|iframe)\b[^>]*\b(src|href)\s*=\s*["'](https?:)?//""", re.IGNORECASE
    ),
}
IMPURE = re.compile(
    r"\{[%{][^%}]*\b(request|csrf_token|csrf_input|messages|perms)\b[^%}]*[%}]\}|\{%\s*now\b|\buser\.(is_|has_)"
)
REGION = re.compile(r"\{%\s*partialdef\s+[\w-]+(?:\s+inline)?\s*%\}(.*?)\{%\s*endpartialdef\b", re.DOTALL)
POST_FORM = re.compile(
    rf"<form\b(?={TAG_OR_TEXT}method\s*=\s*[\"']?post){TAG_OR_TEXT}>.*?</form>", re.DOTALL | re.IGNORECASE
)
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment\b.*?endcomment\s*%\}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(
    r"\{%\s*(?:blocktrans|blocktranslate)\b.*?\{%\s*(?:endblocktrans|endblocktranslate)\s*%\}", re.DOTALL
)
BODY_CLASS = re.compile(r"\{%\s*block body_class\s*%\}.*?\{%\s*endblock\b[^%]*%\}", re.DOTALL)
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
SPOKEN_ATTRIBUTE = re.compile(r"""\b(?:alt|title|placeholder|aria-label|data-say\w*)\s*=\s*"([^"]*)\"""")
SAME_IN_EVERY_LANGUAGE = {
    "OC",
    "Pizza",
    "Français",
    "English",
    "SVG",
    "Ctrl",
    "Enter",
    "PIN",
    "min",
    "km",
    "cm",
    "cl",
    "ml",
    "kg",
}
ONE_LANGUAGE_ONLY = {"500.html"}  # shown when nothing works, the catalogue included: it says everything twice itself


def complaints(text: str) -> list[str]:
    """Return what the house forbids in a template of this text."""
    text = COMMENT.sub("", text)
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    for region in REGION.findall(text):
        if re.search(rf"\A\s*(?:\{{%[^%]*%\}}\s*)*<\w+{TAG_OR_TEXT}\bdata-region", region):
            found += [f"a live region depends on the request: {match[0]}" for match in IMPURE.finditer(region)]
            text = text.replace(region, "")
    for form in POST_FORM.findall(text):
        if "csrf_token" not in form and "hx-post" not in form:
            found.append(f"a form that posts without csrf_token: {form[:80]}")
    return found


def untranslated(text: str) -> list[str]:
    """Return the words that a person would read in one language only."""
    text = CODE.sub(" ", TRANSLATED.sub(" ", BODY_CLASS.sub(" ", COMMENT.sub("", text))))
    text = re.sub(r"<(script|svg)\b.*?</\1>", " ", text, flags=re.DOTALL)
    spoken = " ".join(SPOKEN_ATTRIBUTE.findall(text)) + " " + re.sub(rf"<[/!]?\w{TAG_OR_TEXT}/?>", " ", text)
    words = re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;", " ", spoken))
    return [word for word in words if word not in SAME_IN_EVERY_LANGUAGE]


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_keeps_the_rules_of_the_house(path):
    assert complaints(path.read_text()) == []


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_word_of_a_template_is_marked_for_translation(path):
    if path.name not in ONE_LANGUAGE_ONLY:
        assert untranslated(path.read_text()) == []


@pytest.mark.parametrize(
    "text",
    [
        '<a hx-on:click="x()">',
        """<a hx-vals='js:{a: 1}'>""",
        '<input hx-trigger="keyup[ctrlKey]">',
        '<input hx-trigger="load, click[ctrlKey] once">',
        '<p class="a" style="color: red">',
        "<script>alert(1)</script>",
        '<a onclick="x()">',
        "{{ note|safe }}",
        '<script src="https://cdn.example.com/a.js"></script>',
        '<form method="post" action="/x/"><button>…</button></form>',
        '{% partialdef tickets inline %}<main id="tickets" data-region>{{ request.path }}</main>{% endpartialdef %}',
        '{% partialdef a %}<main data-region><form hx-post="/">{% csrf_token %}</form></main>{% endpartialdef %}',
    ],
)
def test_the_lint_finds_what_it_forbids(text):
    assert complaints(text)


@pytest.mark.parametrize(
    "text",
    [
        '<form method="post" action="/x/">{% csrf_token %}<button>…</button></form>',
        '{% partialdef a inline %}<i data-region><form method="post" hx-post="/x/"></form></i>{% endpartialdef %}',
        "<script src=\"{% static 'js/clock.js' %}\" defer></script>",
        '<div hx-trigger="change from:[name=fulfilment], keyup from:#postcode">',
        "{# the |safe filter is not for us #}",
    ],
)
def test_the_lint_leaves_alone_what_is_allowed(text):
    assert complaints(text) == []


@pytest.mark.parametrize(
    "text", ["<p>Bonjour</p>", '<img alt="Une pizza">', '<a href="/">Voir {% trans "la carte" %}</a>']
)
def test_the_lint_finds_words_in_one_language(text):
    assert untranslated(text)


@pytest.mark.parametrize("text", ['<p class="bonjour">{% trans "Bonjour" %} {{ name }} : 3 €</p>', "<b>OC Pizza</b>"])
def test_the_lint_knows_translated_words(text):
    assert untranslated(text) == []
