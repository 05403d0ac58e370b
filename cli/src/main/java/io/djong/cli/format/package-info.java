/** What users read: tables, templates, sizes and times, in the forms that Docker's users know. */
@NullMarked
package io.djong.cli.format;

import org.jspecify.annotations.NullMarked;
