using Lamina.Node.Access;

namespace Lamina.Daemon.Http;

/// <summary>Who is at the other end of a connection: a feature of each of its requests.</summary>
internal sealed record ConnectedCaller(Caller Caller);
