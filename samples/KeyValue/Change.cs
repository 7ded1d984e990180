namespace KeyValue;

/// <summary>What happened to a key.</summary>
/// <param name="Key">Which.</param>
/// <param name="Value">What it is now; null: it is gone.</param>
internal readonly record struct Change(string Key, byte[]? Value);
