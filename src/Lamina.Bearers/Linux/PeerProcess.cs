namespace Lamina.Bearers.Linux;

/// <summary>Who connected to a Unix socket, as the kernel vouches.</summary>
/// <param name="ProcessId">Its process id at connect.</param>
/// <param name="UserId">Its effective user.</param>
/// <param name="GroupId">Its effective group.</param>
public readonly record struct PeerProcess(int ProcessId, uint UserId, uint GroupId);
