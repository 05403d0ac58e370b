package io.djong.registry;

/**
 * A repository that a search found.
 *
 * @param description empty where the registry keeps none
 * @param stars how many people like it
 * @param official whether the registry's own people keep it
 */
public record FoundRepository(String name, String description, int stars, boolean official) {}
