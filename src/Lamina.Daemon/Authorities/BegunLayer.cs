using Lamina.Ipc;

namespace Lamina.Daemon.Authorities;

/// <summary>What the first member of a secure layer begins with.</summary>
/// <param name="Security">What it proves itself with.</param>
/// <param name="Root">Fingerprint of the root that stands behind it.</param>
/// <param name="IsNew">True where its authority was made for it, here.</param>
public sealed record BegunLayer(LayerSecurity Security, string Root, bool IsNew);
