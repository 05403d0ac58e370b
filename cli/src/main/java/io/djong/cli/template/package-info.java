/**
 * The part of Go's {@code text/template} that {@code --format} is used for: fields, variables, pipelines, {@code if},
 * {@code range}, {@code with}, comparisons, and Docker's functions ({@code json}, {@code join}, {@code upper} …). Values
 * are JSON.
 */
@NullMarked
package io.djong.cli.template;

import org.jspecify.annotations.NullMarked;
