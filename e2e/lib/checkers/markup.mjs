// html-validate: the markup as delivered.

import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: {
    // Style of writing, not a fault; the templates leave blank lines where a part is empty.
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'attribute-boolean-style': 'off',
    'attr-quotes': 'off',
    'long-title': 'off',
    // A telephone number may be broken where words are.
    'tel-non-breaking': 'off',
    // Boxes of one name are how a form sends a choice of several.
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'submit', 'button', 'reset'] }],
    'prefer-native-element': ['error', { exclude: ['search'] }],
  },
});

/**
 * @param {string} html
 * @returns {Promise<import('../findings.mjs').Finding[]>}
 */
export async function markup(html) {
  const report = await validator.validateString(html);
  const lines = html.split('\n');
  // Without script, a page that shows a call reloads by itself: a call is an event in real time (WCAG 2.2, 2.2.1).
  const meant = ({ ruleId, selector }) => ruleId === 'meta-refresh' && selector?.includes('noscript');
  return report.results.flatMap(({ messages }) =>
    messages.filter((one) => !meant(one)).map(({ ruleId, message, selector, line }) => ({ tool: 'html-validate', rule: ruleId, element: selector ?? lines[line - 1], why: message })),
  );
}
