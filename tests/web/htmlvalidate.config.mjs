// The rules of html-validate for the pages: the recommended ones, but for those below.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // A title ends with the name of the site, so that it tells the windows of two sites apart.
    "long-title": "off",
    // What a search suggests is a list of links below its field, which no <select> can be.
    "prefer-native-element": ["error", { exclude: ["listbox"] }],
  },
};
