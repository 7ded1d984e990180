using Lamina.Core;

namespace Lamina.Fuzz;

/// <summary>A decoder of what stands behind a header that was read.</summary>
public delegate bool ManagementDecoder<T>(ref SpanReader reader, out T message);
