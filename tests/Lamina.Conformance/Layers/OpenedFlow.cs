using Lamina.Core;

namespace Lamina.Conformance.Layers;

/// <summary>Both ends of a flow.</summary>
/// <param name="Near">The end of who asked.</param>
/// <param name="NearUser">What that end hears.</param>
/// <param name="Far">The end of who was asked.</param>
/// <param name="FarUser">What that end hears.</param>
internal sealed record OpenedFlow(LowerFlow Near, RecordingUser NearUser, LowerFlow Far, RecordingUser FarUser);
