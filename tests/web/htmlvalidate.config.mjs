// The rules of html-validate for the pages: the recommended ones, but for those below.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // A title ends with the name of the site, so that it tells the windows of two sites apart.
    "long-title": "off",
    // A filter works while one types and chooses; nothing is ever submitted, and no page's policy would allow it.
    "wcag/h32": "off",
    // The boxes of a facet share its name, as HTML has it.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "button", "reset", "submit"] }],
    // Our own writer of tags gives each attribute a value: hidden="hidden" says what hidden says.
    "attribute-boolean-style": "off",
    // What a search suggests is a list of links below its field, which no <select> can be.
    "prefer-native-element": ["error", { exclude: ["listbox"] }],
  },
};
